// Makes elements. What comes from events becomes text nodes and nothing else.

/** Makes an element with attributes (on... are listeners) and children (elements or text). */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value != null) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat().filter((child) => child != null));
  return node;
}

/** A part of a view, with a heading that names it. */
export function section(id, title, ...children) {
  return el(
    'section',
    { 'aria-labelledby': `${id}-title` },
    el('h3', { id: `${id}-title` }, title),
    ...children,
  );
}

/** Figures in large print. */
export function tiles() {
  const list = el('dl', { class: 'tiles' });
  return {
    node: list,
    update: (entries) =>
      list.replaceChildren(
        ...entries.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
      ),
  };
}

/** A bar that shows a share; the number stands beside it for those who do not see it. */
export function bar(share) {
  const fill = el('span', {});
  fill.style.width = `${Math.round(100 * Math.max(0, Math.min(1, share || 0)))}%`;
  return el('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
}
