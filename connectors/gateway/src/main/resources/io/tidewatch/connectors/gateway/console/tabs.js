// Tabs by the keyboard as readers expect them: arrows, Home and End move, Tab leaves.
import { el } from './dom.js';
import { t } from './texts.js';

/**
 * @param list element with the role tablist
 * @param ids views in their order; each has a panel of the id panel-ID
 * @param first the one to begin with
 * @param show called with the view that is chosen
 */
export function setUpTabs(list, ids, first, show) {
  const tabs = ids.map((id) =>
    el(
      'button',
      {
        id: `tab-${id}`,
        type: 'button',
        role: 'tab',
        'aria-controls': `panel-${id}`,
        onclick: () => select(id),
        onkeydown: (event) => move(event, id),
      },
      t(`view.${id}`),
    ),
  );
  list.replaceChildren(...tabs);

  function select(id) {
    ids.forEach((other, i) => {
      const chosen = other === id;
      tabs[i].setAttribute('aria-selected', String(chosen));
      tabs[i].tabIndex = chosen ? 0 : -1;
      document.getElementById(`panel-${other}`).hidden = !chosen;
    });
    show(id);
  }

  function move(event, id) {
    const at = ids.indexOf(id);
    const to = {
      ArrowRight: (at + 1) % ids.length,
      ArrowLeft: (at + ids.length - 1) % ids.length,
      Home: 0,
      End: ids.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      select(ids[to]);
      tabs[to].focus();
    }
  }

  select(first);
}
