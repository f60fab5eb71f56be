// What each head does, as a table: sorted by any column, filtered by words; a row opens its head.

import { byId, element, on, refill, roving, write } from '../dom.js';
import { floor, round } from '../math.js';
import { capture, go, state } from '../state.js';
import { ramp, shadeOf } from '../color.js';
import { isWritten, slotOf } from '../look.js';
import { describe, measureShare } from '../map.js';
import { named, t } from '../words.js';

/** Rows that are made before more are asked for. */
const FIRST = 100;
/** What the header and the rows were made of. */
let header = '', made = '';
let all = false;

const columns = () => ['layer', 'head', ...capture().kvHeads < capture().heads ? ['kv'] : [], 'pattern', ...Object.keys(capture().measures)];
/** @param {string} column */
const isMeasure = column => column in capture().measures;

/** @param {string} column @param {number} i the head, layer by layer @returns {any} */
function valueOf(column, i) {
  const { heads, kvHeads, patterns, measures } = capture(), h = i % heads;
  if (column === 'head') return h;
  if (column === 'kv') return floor(h * kvHeads / heads);
  if (column === 'pattern') return patterns[i];
  return isMeasure(column) ? measures[column][i] : floor(i / heads);
}

/** What to find: parts of names, a layer or "layer.head", a pattern after "=". */
const parts = () => state.find.toLowerCase().split(/\s+/).filter(Boolean);

/** The heads that the filter leaves, in order. */
function found() {
  const { patterns } = capture(), column = state.sort.replace('-', ''), sign = column === state.sort ? 1 : -1;
  const rows = [...patterns.keys()].filter(i => {
    const text = ` ${valueOf('layer', i)}.${valueOf('head', i)} =${patterns[i]} ${named(patterns[i])} `.toLowerCase();
    return parts().every(part => text.includes(part[0] === '=' ? `${part} ` : /^\d/.test(part) ? ` ${part}` : part));
  });
  return rows.sort((a, b) => {
    const x = valueOf(column, a), y = valueOf(column, b);
    // Those without a value come last.
    return Number(x === null) - Number(y === null) || sign * (Number(x > y) - Number(x < y)) || a - b;
  });
}

function makeHeader() {
  const { patterns } = capture();
  refill(byId('heads-header'), columns().map(column => element('th', { scope: 'col' }, element('button', {
    type: 'button', textContent: named(column), onclick() {
      const orders = isMeasure(column) ? [`-${column}`, column] : [column, `-${column}`];
      go({ sort: orders[Number(state.sort === orders[0])] }, false);
    },
  }))));
  byId('find-pattern').replaceChildren(new Option(t('all'), ''),
    ...[...new Set(patterns)].sort().map(kind => new Option(named(kind), `=${kind}`)));
}

/** @param {number} i */
const makeRow = i => element('tr', { dataset: { row: i } }, ...columns().map(column => {
  const value = valueOf(column, i);
  if (column === 'head') return element('th', {}, element('button', { tabIndex: -1, textContent: value, ariaLabel: describe(valueOf('layer', i), value) }));
  if (!isMeasure(column)) return element('td', { textContent: column === 'pattern' ? named(value) : value });
  if (value === null) return element('td', { textContent: '\u2013' });
  return element('td', { textContent: value.toFixed(2), style: shadeOf(ramp[round(255 * (measureShare(column, i) ?? 0))]) });
}));

/** @type {import('../context.js').View} */
export const patternsView = {
  id: 'patterns',
  fits: () => capture().patterns.length > 0,
  show() {
    const { c, l, h, lang, sort, find } = state, body = byId('heads-rows'), filter = byId('find');
    if (header !== (header = `${c} ${lang}`)) makeHeader();
    if (made !== (made = `${header} ${sort} ${find} ${all} ${ramp}`)) {
      const rows = found();
      refill(body, rows.slice(0, all ? rows.length : FIRST).map(makeRow));
      write('found', t('nHeads', rows.length));
      byId('heads-all').hidden = all || rows.length <= FIRST;
      write('heads-all', t('showAll', rows.length));
      columns().forEach((column, i) => { byId('heads-header').children[i].ariaSort = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none'; });
    }
    byId('find-pattern').value = parts().find(part => part[0] === '=') ?? '';
    if (filter.value !== find) filter.value = find;
    for (const row of body.children) row.ariaCurrent = row.dataset.row == l * capture().heads + h;
    const entry = body.querySelector('[aria-current=true] button') ?? body.querySelector('button');
    if (entry) entry.tabIndex = 0;
  },
  * table() {
    yield columns();
    for (const i of found()) yield columns().map(column => valueOf(column, i) ?? '');
  },
  events() {
    const filter = (/** @type {any} */ e) => go({ find: e.target.value }, false);
    on(byId('find'), { input: filter });
    on(byId('find-pattern'), { change: filter });
    on(byId('heads-all'), { click() { all = true; patternsView.show(); } });
    roving(byId('heads-rows'), 'button');
    on(byId('heads-rows'), { click(e) {
      const i = e.target.closest('tr').dataset.row, l = valueOf('layer', i), h = valueOf('head', i);
      go({ l, h, v: isWritten(state.c, slotOf(state.c, l, h)) ? 'matrix' : 'patterns' });
    } });
  },
};
