// The console: lets somebody in, shows the views that the token opens, and asks again when something changed.
import { alerts } from './alerts.js';
import { ask, Problem, token } from './api.js';
import { el } from './dom.js';
import { follow } from './live.js';
import { models } from './models.js';
import { offers } from './offers.js';
import { operations } from './operations.js';
import { setUpTabs } from './tabs.js';
import { prefer, preferred, speak, t } from './texts.js';

const VIEWS = [alerts, offers, models, operations];
/** Names of changes that the gateway says, and the views that show them. */
const CHANGES = { alerts: 'alerts', funnel: 'offers', models: 'models', operations: 'operations' };
const THEME = 'tidewatch.theme';

const byId = (id) => document.getElementById(id);
let me = null;
let open = new Map();
let shown = null;
let stopLive = () => {};

function announce(text) {
  byId('said').textContent = text;
}

function report(problem) {
  if (problem instanceof Problem && problem.status === 401) {
    signOut();
  } else {
    announce(t('problem', { detail: problem.message }));
    const panel = open.get(shown)?.panel;
    const place = panel?.querySelector('.problem');
    if (place) {
      place.textContent = t('problem', { detail: problem.message });
    }
  }
}

async function refresh(view) {
  if (view.busy) {
    view.stale = true;
    return;
  }
  view.busy = true;
  view.stale = false;
  try {
    await view.refresh();
    view.panel.querySelector('.problem').textContent = '';
  } catch (problem) {
    report(problem);
  } finally {
    view.busy = false;
  }
  if (view.stale && view === open.get(shown)) {
    refresh(view);
  }
}

function show(id) {
  shown = id;
  history.replaceState(null, '', `#${id}`);
  refresh(open.get(id));
}

function build() {
  open.forEach((view) => view.close());
  open = new Map();
  const panels = byId('panels');
  panels.replaceChildren();
  const allowed = VIEWS.filter((view) => me.scopes.includes(view.scope));
  for (const view of allowed) {
    const made = view.create({ scopes: me.scopes, announce, report });
    made.panel = el(
      'div',
      { id: `panel-${view.id}`, role: 'tabpanel', 'aria-labelledby': `tab-${view.id}`, hidden: true },
      el('h2', {}, t(`view.${view.id}`)),
      el('p', { class: 'problem', role: 'alert' }),
      made.nodes,
    );
    open.set(view.id, made);
    panels.append(made.panel);
  }
  if (allowed.length === 0) {
    panels.append(el('p', {}, t('nothingAllowed')));
    return;
  }
  const wanted = location.hash.slice(1);
  const first = open.has(wanted) ? wanted : allowed[0].id;
  setUpTabs(byId('views').firstElementChild, allowed.map((view) => view.id), first, show);
}

function hear(name, data) {
  if (name === 'changed') {
    for (const change of data) {
      const view = open.get(CHANGES[change]);
      if (view && CHANGES[change] === shown) {
        refresh(view);
      }
    }
  } else {
    open.forEach((view) => view.heard?.(name, data));
  }
}

function connected(yes) {
  const place = byId('connection');
  place.hidden = false;
  place.classList.toggle('lost', !yes);
  place.textContent = t(yes ? 'live' : 'reconnecting');
  place.dataset.text = yes ? 'live' : 'reconnecting';
}

async function enter() {
  me = await ask('/me');
  byId('sign-in').hidden = true;
  byId('views').hidden = false;
  byId('sign-out').hidden = false;
  build();
  stopLive();
  stopLive = follow({ heard: hear, connected, refused: signOut });
}

function signOut() {
  stopLive();
  token.forget();
  me = null;
  open.forEach((view) => view.close());
  open = new Map();
  byId('panels').replaceChildren();
  for (const id of ['views', 'sign-out', 'connection']) {
    byId(id).hidden = true;
  }
  byId('sign-in').hidden = false;
  byId('token').focus();
}

function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId('theme').value = theme;
}

byId('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  token.set(byId('token').value.trim());
  byId('token').value = '';
  byId('sign-in-problem').textContent = '';
  try {
    await enter();
    byId('main').focus();
  } catch (problem) {
    token.forget();
    byId('sign-in-problem').textContent =
      problem.status === 401 ? t('signIn.unknown') : t('problem', { detail: problem.message });
  }
});
byId('sign-out').addEventListener('click', signOut);
byId('theme').addEventListener('change', (event) => {
  localStorage.setItem(THEME, event.target.value);
  applyTheme(event.target.value);
  if (me) {
    build(); // charts take their colours when they are made
  }
});
byId('language').addEventListener('change', async (event) => {
  prefer(event.target.value);
  await speak(event.target.value);
  if (me) {
    build();
  }
});

applyTheme(localStorage.getItem(THEME) ?? 'auto');
await speak(preferred());
byId('language').value = preferred();
if (token.get()) {
  enter().catch(signOut);
} else {
  signOut();
}
