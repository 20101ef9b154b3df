// Texts, numbers and times in the language of the reader.
const LANGUAGES = ['en', 'zh'];
const KEY = 'tidewatch.language';

let texts = {};
let language = 'en';

export function preferred() {
  const chosen = localStorage.getItem(KEY);
  if (LANGUAGES.includes(chosen)) {
    return chosen;
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Keeps the choice for the next time. */
export function prefer(wanted) {
  localStorage.setItem(KEY, wanted);
}

export async function speak(wanted) {
  language = LANGUAGES.includes(wanted) ? wanted : 'en';
  texts = await (await fetch(`/console/texts/${language}.json`)).json();
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const node of document.querySelectorAll('[data-text]')) {
    node.textContent = t(node.dataset.text);
  }
  for (const node of document.querySelectorAll('[data-label]')) {
    node.setAttribute('aria-label', t(node.dataset.label));
  }
}

/** Returns a text; {name} in it is replaced by the value of that name. */
export function t(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** Returns the text for a code of the records, or the code itself where there is none. */
export function code(group, value) {
  return texts[`${group}.${value}`] ?? value ?? '';
}

export function number(value, digits = 0) {
  return value == null
    ? '–'
    : new Intl.NumberFormat(language, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(value);
}

export function percent(value, digits = 1) {
  return value == null ? '–' : `${number(100 * value, digits)} %`;
}

export function money(minor, currency) {
  if (minor == null || !currency) {
    return '–';
  }
  try {
    const format = new Intl.NumberFormat(language, { style: 'currency', currency });
    return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
  } catch {
    return `${number(minor)} ${currency}`;
  }
}

export function time(iso) {
  return iso
    ? new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
        new Date(iso),
      )
    : '–';
}

/** Returns a time in seconds as it stands on an axis: a day in UTC, or the time of day. */
export function moment(seconds, unit) {
  const format =
    unit === 'day'
      ? { month: 'short', day: 'numeric', timeZone: 'UTC' }
      : { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false };
  return new Intl.DateTimeFormat(language, format).format(new Date(seconds * 1_000));
}
