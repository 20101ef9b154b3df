// Tables that change while somebody reads them: rows that stay the same stay in place, with the focus in them.
import { el } from './dom.js';
import { t } from './texts.js';

/**
 * @param caption says what the table shows
 * @param columns title, cell (row to text or element), and whether it holds numbers; the first heads its row
 * @param key row to what it is known by
 */
export function table({ caption, columns, key }) {
  const rows = new Map();
  const body = el('tbody');
  const empty = el('p', { class: 'empty' }, t('empty'));
  const head = el(
    'tr',
    {},
    columns.map((column) =>
      el('th', { scope: 'col', class: column.number ? 'number' : null }, column.title),
    ),
  );
  const grid = el(
    'table',
    {},
    el('caption', {}, caption),
    el('thead', {}, head),
    body,
  );
  const node = el(
    'div',
    { class: 'table', role: 'group', 'aria-label': caption, tabindex: '0' },
    grid,
    empty,
  );

  function make(row) {
    const cells = columns.map((column, i) =>
      el(
        i === 0 ? 'th' : 'td',
        { scope: i === 0 ? 'row' : null, class: column.number ? 'number' : null },
        column.cell(row),
      ),
    );
    return el('tr', {}, cells);
  }

  function update(list) {
    const focused = body.contains(document.activeElement) ? document.activeElement : null;
    const place = focused ? [...body.children].indexOf(focused.closest('tr')) : -1;
    const left = new Set(rows.keys());
    list.forEach((row, i) => {
      const id = String(key(row));
      const text = JSON.stringify(row);
      let known = rows.get(id);
      if (known?.text !== text) {
        const made = make(row);
        known?.node.replaceWith(made);
        known = { text, node: made };
        rows.set(id, known);
      }
      left.delete(id);
      if (body.children[i] !== known.node) {
        body.insertBefore(known.node, body.children[i] ?? null);
      }
    });
    for (const id of left) {
      rows.get(id).node.remove();
      rows.delete(id);
    }
    empty.hidden = list.length > 0;
    grid.hidden = list.length === 0;
    if (focused && !focused.isConnected) {
      const near = body.children[Math.min(place, body.children.length - 1)];
      (near?.querySelector('button, select') ?? node).focus();
    }
  }

  update([]);
  return { node, update };
}
