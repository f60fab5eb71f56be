// What is looked at: the cells of the chosen head, mean or rollout through the chosen lens (first
// token shown, masked or renormalised; tokens or words).

import { page, block, unpack } from './page.js';
import { min } from './math.js';
import { merge, readDense, readSparse } from './cells.js';
import { unitsOf, unitLabel } from './units.js';
/** @typedef {import('./cells.js').Cells} Cells */
/** @typedef {import('./units.js').Units} Units */
/** @typedef {import('./state.js').State} State */

/**
 * @typedef {object} Look
 * @property {number} c the capture
 * @property {number} slot of the matrix
 * @property {Cells} cells
 * @property {Units} rows
 * @property {Units} columns
 * @property {string[]} rowLabels
 * @property {string[]} columnLabels
 */

/** The place of a matrix in the file. @param {number} c @param {number} l @param {number} h */
export function slotOf(c, l, h) {
  const { layers, heads, columns } = page.captures[c];
  return l >= layers ? layers * columns + l - layers : l * columns + min(h, heads);
}

/** How a matrix is written: "map" if only its thumbnail is in the file, undefined if it was not captured. @param {number} c @param {number} slot */
export function formOf(c, slot) {
  for (const [range, form] of Object.entries(page.captures[c].forms)) {
    const [from, to] = range.split('-').map(Number);
    if (slot >= from && slot <= (to ?? from)) return form;
  }
  return undefined;
}

/** Whether the file has a matrix, not only its thumbnail. @param {number} c @param {number} slot */
export const isWritten = (c, slot) => (formOf(c, slot) ?? 'map') !== 'map';

/** What was made before, the last used last. @type {Map<string, {cells: Cells}>} */
const cache = new Map();
/** Cells that are not 0, of all that is kept; each takes about 15 bytes. */
const MOST_CELLS = 4e6;

/** @template {{cells: Cells}} T @param {string} key @param {() => Promise<T>} make @returns {Promise<T>} */
async function cached(key, make) {
  const found = /** @type {T} */ (cache.get(key) ?? await make());
  cache.delete(key);
  cache.set(key, found);
  let held = 0;
  for (const [old, { cells }] of [...cache].reverse()) {
    held += cells.count;
    if (held > MOST_CELLS && old !== key) cache.delete(old);
  }
  return found;
}

/** A matrix as it is in the file. @param {number} c capture @param {number} slot */
export const load = (c, slot) => cached(`${c} ${slot}`, async () => {
  const { queries, keys, causal, values, kept } = page.captures[c], form = formOf(c, slot);
  if (!form || form === 'map') throw new Error(form ? 'mapOnly' : 'notCaptured');
  if (!self.DecompressionStream) throw new Error('oldBrowser');
  const text = await block(`m-${c}-${slot}`), bytes = await unpack(text).catch(() => { throw new Error('damaged'); });
  return { cells: (form === 'rows' ? readSparse : readDense)(queries, keys, causal, values, bytes, kept) };
});

/**
 * @param {State} s whose lens is used
 * @param {number} c @param {number} l @param {number} h
 * @returns {Promise<Look>}
 */
export function lookAt({ sink, units }, c, l, h) {
  const slot = slotOf(c, l, h), { queries, keys, labels, queryLabels } = page.captures[c];
  return cached(`${c} ${slot} ${sink} ${units}`, async () => {
    const rows = unitsOf(c, units, queries), columns = unitsOf(c, units, keys);
    let { cells } = await load(c, slot);
    if (sink !== 'shown') cells = cells.without(columns.span(0)[1], sink === 'renormalised');
    if (rows.length < queries || columns.length < keys) cells = merge(cells, rows, columns);
    const names = (/** @type {string[]} */ all, /** @type {Units} */ units) => units.starts.map((_, i) => unitLabel(c, all, units, i));
    return { c, slot, cells, rows, columns, columnLabels: names(labels, columns), rowLabels: names(queryLabels ?? labels, rows) };
  });
}

/**
 * What a unit of the text gives to others, or gets from them, over units of another kind: of a
 * unit's queries the mean counts, of its keys the sum.
 * @param {Look} look @param {Units} units of the text @param {number} unit @param {'from'|'to'} direction
 */
export function weigh({ cells, rows, columns }, units, unit, direction) {
  const weights = new Float64Array(units.length), [first, end] = units.span(unit);
  const from = direction === 'from', mine = from ? rows : columns, theirs = from ? columns : rows;
  const a = mine.of[min(first, mine.count - 1)], b = mine.of[min(end, mine.count) - 1];
  if (first >= mine.count) return weights;
  const counts = new Uint32Array(units.length);
  for (let r = 0; r < theirs.length; r++) counts[units.of[theirs.starts[r]]]++;
  for (let i = a; i <= b; i++) {
    const visit = (/** @type {number} */ other, /** @type {number} */ value) => { weights[units.of[theirs.starts[other]]] += value; };
    if (from) cells.eachInRow(i, visit);
    else cells.eachInColumn(i, visit);
  }
  for (let u = 0; u < weights.length; u++) weights[u] /= from ? b - a + 1 : counts[u] || 1;
  return weights;
}
