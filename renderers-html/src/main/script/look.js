// What is looked at: the cells of the chosen head, mean or rollout through the chosen lens (first
// token shown, masked or renormalised; tokens or words).

import { page, block, unpack } from './page.js';
import { min } from './math.js';
import { Dense, merge, readSparse } from './cells.js';
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

const CACHE_BYTES = 64e6;
/** Matrices as they are in the file, the last used last. @type {Map<string, {cells: Cells, bytes: number}>} */
const cache = new Map();

/** @param {number} c capture @param {number} slot @returns {Promise<Cells>} */
export async function loadCells(c, slot) {
  const id = `m-${c}-${slot}`, capture = page.captures[c], form = formOf(c, slot);
  let entry = cache.get(id);
  if (!entry) {
    if (!form || form === 'map') throw new Error(form ? 'mapOnly' : 'notCaptured');
    if (!self.DecompressionStream) throw new Error('oldBrowser');
    const text = await block(id), bytes = await unpack(text).catch(() => { throw new Error('damaged'); });
    const { queries, keys, causal, values, kept } = capture;
    const cells = form === 'rows' ? readSparse(queries, keys, causal, values, kept, bytes) : new Dense(queries, keys, causal, values, bytes);
    entry = { cells, bytes: form === 'rows' ? 8 * queries * kept : bytes.length };
  }
  cache.delete(id);
  cache.set(id, entry);
  let held = 0;
  for (const [key, old] of [...cache].reverse()) {
    held += old.bytes;
    if (held > CACHE_BYTES && key !== id) cache.delete(key);
  }
  return entry.cells;
}

/** Looks made before, of one setting of the lens. @type {Map<string, Look>} */
const looks = new Map();

/**
 * @param {State} s whose lens is used
 * @param {number} c @param {number} l @param {number} h
 * @returns {Promise<Look>}
 */
export async function lookAt(s, c, l, h) {
  const slot = slotOf(c, l, h), { queries, keys, labels, queryLabels } = page.captures[c];
  const raw = await loadCells(c, slot), key = `${c} ${slot} ${s.sink} ${s.units}`;
  const old = looks.get(key);
  if (old) return old;
  const rows = unitsOf(c, s.units, queries), columns = unitsOf(c, s.units, keys);
  let cells = raw;
  if (s.sink !== 'shown') cells = cells.without(columns.span(0)[1], s.sink === 'renormalised');
  if (rows.length < queries || columns.length < keys) cells = merge(cells, rows.of, columns.of);
  const names = (/** @type {string[]} */ all, /** @type {Units} */ units) => units.starts.map((_, i) => unitLabel(c, all, units, i));
  const look = { c, slot, cells, rows, columns, columnLabels: names(labels, columns), rowLabels: names(queryLabels ?? labels, rows) };
  looks.set(key, look);
  if (looks.size > 12) looks.delete(/** @type {string} */ (looks.keys().next().value));
  return look;
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
