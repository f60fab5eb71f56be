// What each head does, as a table: sorted by any column, filtered by pattern and by words; a row
// opens its head.

import { byId, element, roving } from '../dom.js';
import { capture, go, state } from '../state.js';
import { ramp, shadeOf } from '../color.js';
import { formOf, slotOf } from '../look.js';
import { describe, measureShare } from '../map.js';
import { named, t } from '../words.js';

/** Rows that are made before more are asked for. */
const FIRST = 100;
/** What the rows were made of. */
let made = '';
let all = false;

const grouped = () => capture().kvHeads < capture().heads;
const columns = () => ['layer', 'head', ...grouped() ? ['kv'] : [], 'pattern', ...Object.keys(capture().measures)];

/** @param {string} column @param {number} i the head, layer by layer @returns {number|string|null} */
function valueOf(column, i) {
  const { heads, kvHeads, patterns, measures } = capture(), h = i % heads;
  if (column === 'head') return h;
  if (column === 'kv') return Math.floor(h * kvHeads / heads);
  if (column === 'pattern') return patterns[i];
  return column in measures ? measures[column][i] : Math.floor(i / heads);
}

/** The filter: a pattern after "=", then words. */
function wanted() {
  const [, pattern = '', words] = /** @type {RegExpExecArray} */ (/^(?:=(\w+) ?)?(.*)/s.exec(state.find));
  return { pattern, words };
}

/** The heads that the filter leaves, in order. */
function found() {
  const { heads, patterns } = capture(), { pattern, words } = wanted(), parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = [...patterns.keys()].filter(i => {
    const text = ` ${Math.floor(i / heads)}.${i % heads} ${patterns[i]} ${named(patterns[i])}`.toLowerCase();
    return (!pattern || patterns[i] === pattern) && parts.every(part => text.includes(/^\d/.test(part) ? ` ${part}` : part));
  });
  const column = state.sort.replace('-', ''), sign = state.sort[0] === '-' ? -1 : 1;
  return rows.sort((a, b) => {
    const x = valueOf(column, a), y = valueOf(column, b);
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x < y ? -1 : x > y ? 1 : 0) || a - b;
  });
}

/** @param {string} column */
function sortBy(column) {
  const rising = !(column in capture().measures);
  go({ sort: state.sort === (rising ? column : `-${column}`) ? (rising ? `-${column}` : column) : (rising ? column : `-${column}`) }, false);
}

function makeHeader() {
  byId('heads-header').replaceChildren(...columns().map(column => {
    const button = element('button', { type: 'button', textContent: named(column) });
    button.addEventListener('click', () => sortBy(column));
    return element('th', { scope: 'col', 'data-column': column }, button);
  }));
  const { patterns } = capture(), kinds = [...new Set(patterns)].sort();
  byId('find-pattern').replaceChildren(new Option(t('all'), ''), ...kinds.map(kind => new Option(`${named(kind)} (${patterns.filter(x => x === kind).length})`, kind)));
}

/** @param {number} i */
function makeRow(i) {
  const { heads, measures } = capture();
  return element('tr', { 'data-head': i }, ...columns().map(column => {
    const value = valueOf(column, i);
    if (column === 'head') return element('th', { scope: 'row' }, element('button', { type: 'button', tabIndex: -1, textContent: value, 'aria-label': describe(Math.floor(i / heads), i % heads) }));
    if (!(column in measures)) return element('td', { textContent: column === 'pattern' ? named(String(value)) : value });
    const cell = element('td', { textContent: value === null ? '\u2013' : Number(value).toFixed(2) }), share = measureShare(column, i);
    if (share !== null) {
      const { background, text } = shadeOf(ramp[Math.round(255 * share)]);
      cell.style.background = background;
      cell.style.color = text;
    }
    return cell;
  }));
}

/** @type {import('../context.js').View} */
export const patternsView = {
  id: 'patterns',
  fits: () => capture().patterns.length > 0,
  show() {
    const { c, l, h, lang, sort, find } = state, { heads } = capture(), { pattern, words } = wanted();
    const head = `${c} ${lang}`, now = `${head} ${sort} ${find} ${all} ${ramp[128]}`, body = byId('heads-rows');
    if (byId('heads-header').dataset.of !== head) makeHeader();
    byId('heads-header').dataset.of = head;
    if (made !== now) {
      const rows = found();
      made = now;
      body.replaceChildren(...rows.slice(0, all ? rows.length : FIRST).map(makeRow));
      byId('found').textContent = t('nHeads', rows.length);
      byId('heads-all').hidden = all || rows.length <= FIRST;
      byId('heads-all').textContent = t('showAll', rows.length);
      for (const one of byId('heads-header').children) {
        const column = one.dataset.column;
        one.setAttribute('aria-sort', sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none');
      }
    }
    byId('find-pattern').value = pattern;
    if (byId('find').value !== words) byId('find').value = words;
    for (const row of body.children) row.setAttribute('aria-current', Number(row.dataset.head) === l * heads + h);
    const entry = body.querySelector('[aria-current=true] button') ?? body.querySelector('button');
    if (entry) entry.tabIndex = 0;
  },
  * table() {
    yield columns();
    for (const i of found()) yield columns().map(column => valueOf(column, i) ?? '');
  },
  events() {
    byId('find').addEventListener('input', () => { const { pattern } = wanted(); go({ find: (pattern && `=${pattern} `) + byId('find').value }, false); });
    byId('find-pattern').addEventListener('change', (/** @type {any} */ e) => { const { words } = wanted(); go({ find: (e.target.value && `=${e.target.value} `) + words }, false); });
    byId('heads-all').addEventListener('click', () => { all = true; patternsView.show(); });
    roving(byId('heads-rows'), 'button');
    byId('heads-rows').addEventListener('click', (/** @type {any} */ e) => {
      const row = e.target.closest('tr'), { heads } = capture();
      if (!row) return;
      const i = Number(row.dataset.head), l = Math.floor(i / heads), h = i % heads;
      go({ l, h, v: formOf(state.c, slotOf(state.c, l, h)) ? 'matrix' : 'patterns' });
    });
  },
};
