// The tabs: views that are drawn here, and sections that are in the page already.

import { byId, every, on, roving } from './dom.js';
import { go, state } from './state.js';
/** @typedef {import('./context.js').View} View */

/** @type {Map<string, View>} */
const views = new Map();

/** The view of a tab; a section that is in the page already needs nothing. @param {string} id @returns {View} */
const viewOf = id => views.get(id) ?? {
  id,
  fits: () => Boolean(byId(`panel-${id}`).querySelector(`[data-capture="${state.c}"],[data-capture="all"]`)),
  show: () => {},
};

/** @returns {HTMLElement[]} */
const tabs = () => every('[role=tab]', byId('tabs'));
/** @param {HTMLElement} tab */
const idOf = tab => tab.id.slice('tab-'.length);

/** In front where no tab has something to show. @type {View} */
const nothing = { id: '', fits: () => false, show: () => {} };

/** The view in front: the one asked for, else the first that the capture has. @returns {View} */
export function frontView() {
  const fitting = tabs().map(tab => viewOf(idOf(tab))).filter(view => view.fits());
  return fitting.find(view => view.id === state.v) ?? fitting[0] ?? nothing;
}

/** Shows the tabs that the capture has, and the panel in front. */
export function showTabs() {
  const front = frontView(), focused = document.activeElement?.closest('.panel');
  for (const tab of tabs()) {
    const id = idOf(tab), chosen = id === front.id;
    tab.hidden = !viewOf(id).fits();
    tab.ariaSelected = `${chosen}`;
    tab.tabIndex = chosen ? 0 : -1;
    byId(`panel-${id}`).hidden = !chosen;
  }
  // What had the focus in the panel before is no longer there to have it.
  if (focused && focused.id !== `panel-${front.id}`) byId(`tab-${front.id}`)?.focus();
  byId('tabs').hidden = tabs().filter(tab => !tab.hidden).length < 2;
  return front;
}

/** @param {View[]} all */
export function tabEvents(all) {
  for (const view of all) {
    if (!byId(`panel-${view.id}`)) continue;
    views.set(view.id, view);
    view.events?.();
  }
  for (const tab of tabs()) on(tab, { click: () => go({ v: idOf(tab) }) });
  roving(byId('tabs'), '[role=tab]', tab => go({ v: idOf(tab) }, false));
}
