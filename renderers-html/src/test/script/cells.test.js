import { merge, readDense, readSparse } from '../../main/script/cells.js';
import { Units } from '../../main/script/units.js';
import { close, equal, random, throws } from './assert.js';
/** @typedef {import('../../main/script/cells.js').Cells} Cells */

const VALUES = Array.from({ length: 200 }, (_, i) => i / 199);

/**
 * A matrix of codes, many of them 0, and the same twice as the page has it.
 * @param {number} seed @param {number} rows @param {number} columns @param {boolean} causal
 */
function made(seed, rows, columns, causal) {
  const next = random(seed);
  const codes = Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) =>
    causal && c > r || next() < 0.6 ? 0 : Math.floor(next() * 200)));
  const rests = Array.from({ length: rows }, () => Math.floor(next() * 256));
  const dense = [...rests], sparse = [];
  for (let c = 0; c < columns; c++) for (let r = causal ? c : 0; r < rows; r++) dense.push(codes[r][c]);
  for (let r = 0; r < rows; r++) {
    const keys = codes[r].flatMap((code, c) => code ? [c] : []);
    sparse.push(rests[r], keys.length);
    keys.forEach((key, i) => {
      let distance = key - (i ? keys[i - 1] : 0);
      for (; distance > 127; distance >>= 7) sparse.push(distance & 127 | 128);
      sparse.push(distance, codes[r][key]);
    });
  }
  return {
    codes,
    rests,
    dense: readDense(rows, columns, causal, VALUES, Uint8Array.from(dense)),
    sparse: readSparse(rows, columns, causal, VALUES, Uint8Array.from(sparse), 255),
  };
}

const SHAPES = /** @type {[number, number, boolean][]} */ ([[1, 1, true], [23, 23, true], [9, 17, false], [17, 9, false], [3, 300, false]]);

/** @param {Cells} cells @param {number} r */
function row(cells, r) {
  /** @type {[number, number][]} */
  const found = [];
  cells.eachInRow(r, (c, value) => found.push([c, value]));
  return found;
}

/** @param {Cells} cells @param {number} c */
function column(cells, c) {
  /** @type {[number, number][]} */
  const found = [];
  cells.eachInColumn(c, (r, value) => found.push([r, value]));
  return found;
}

/** All that a view can ask of two that should be the same. @param {Cells} a @param {Cells} b */
function agree(a, b) {
  equal([a.rows, a.columns, a.causal, a.hidden], [b.rows, b.columns, b.causal, b.hidden]);
  for (let r = 0; r < a.rows; r++) {
    close(a.rests[r], b.rests[r], 1e-6, `rest of row ${r}:`);
    equal(row(a, r).map(([c]) => c), row(b, r).map(([c]) => c), `row ${r}:`);
    for (let c = 0; c < a.columns; c++) {
      equal(a.isMasked(r, c), b.isMasked(r, c), `masked ${r} ${c}:`);
      close(a.value(r, c), b.value(r, c), 1e-6, `${r} ${c}:`);
    }
  }
  for (let c = 0; c < a.columns; c++) equal(column(a, c).map(([r]) => r), column(b, c).map(([r]) => r), `column ${c}:`);
}

/** Pixel by pixel, the largest cell. @param {Cells} cells @param {import('../../main/script/cells.js').Area} area */
function painted(cells, { size, row, column, scale }) {
  const range = (/** @type {number} */ start, /** @type {number} */ at) => {
    const first = Math.floor(start + at * scale), end = Math.max(first + 1, Math.floor(start + (at + 1) * scale));
    return Array.from({ length: end - first }, (_, i) => first + i);
  };
  return Array.from({ length: size * size }, (_, pixel) => {
    const shown = range(row, Math.floor(pixel / size)).filter(r => r < cells.rows)
      .flatMap(r => range(column, pixel % size).filter(c => c < cells.columns && !cells.isMasked(r, c)).map(c => cells.value(r, c)));
    return shown.length ? Math.max(...shown) : NaN;
  });
}

export default {
  'dense and sparse say what the matrix has'() {
    for (const [rows, columns, causal] of SHAPES) {
      const { codes, rests, dense, sparse } = made(rows + columns, rows, columns, causal);
      for (const cells of [dense, sparse]) {
        for (let r = 0; r < rows; r++) {
          close(cells.rests[r], (rests[r] / 255) ** 2, 1e-6);
          for (let c = 0; c < columns; c++) {
            equal(cells.isMasked(r, c), causal && c > r);
            close(cells.value(r, c), VALUES[codes[r][c]], 1e-6, `${r} ${c}:`);
          }
          equal(row(cells, r).map(([c]) => c), codes[r].flatMap((code, c) => code ? [c] : []));
          row(cells, r).forEach(([c, value]) => close(value, cells.value(r, c), 0));
        }
        for (let c = 0; c < columns; c++) {
          equal(column(cells, c).map(([r]) => r), codes.flatMap((one, r) => one[c] ? [r] : []));
          column(cells, c).forEach(([r, value]) => close(value, cells.value(r, c), 0));
        }
      }
    }
  },

  'without its first columns the rest stays or is renormalised'() {
    for (const [rows, columns, causal] of SHAPES) {
      const { dense, sparse } = made(rows * columns, rows, columns, causal);
      for (const hidden of [1, Math.min(3, columns)]) {
        const masked = dense.without(hidden, false), scaled = dense.without(hidden, true);
        agree(masked, sparse.without(hidden, false));
        agree(scaled, sparse.without(hidden, true));
        for (let r = 0; r < rows; r++) {
          let left = dense.rests[r];
          for (let c = 0; c < columns; c++) {
            equal(masked.value(r, c), c < hidden ? 0 : dense.value(r, c));
            equal(masked.isMasked(r, c), c < hidden || dense.isMasked(r, c));
            left += masked.value(r, c);
          }
          const sum = row(scaled, r).reduce((all, [, value]) => all + value, scaled.rests[r]);
          close(sum, left > 0 ? 1 : 0, 1e-6, `row ${r}:`);
        }
      }
      equal(dense.hidden, 0, 'the first is as it was:');
    }
  },

  'a row that gives all to what is hidden is 0, not NaN'() {
    const cells = readDense(2, 2, true, [0, 1], Uint8Array.of(0, 0, 1, 1, 0)).without(1, true);
    equal([cells.value(1, 0), cells.value(1, 1), cells.rests[1]], [0, 0, 0]);
  },

  'both paint the largest cell of each pixel'() {
    const next = random(9);
    for (const [rows, columns, causal] of SHAPES) {
      const { dense, sparse } = made(rows, rows, columns, causal), span = Math.max(rows, columns);
      for (let round = 0; round < 12; round++) {
        const size = 1 + Math.floor(next() * 40), scale = span / size / (1 + next() * 4);
        const area = { size, scale, row: next() * (span - size * scale), column: next() * (span - size * scale) };
        const hidden = round % 3;
        for (const one of [dense, sparse].map(cells => hidden ? cells.without(hidden, round % 2 > 0) : cells)) {
          const pixels = one.paint(area), expected = painted(one, area);
          for (let i = 0; i < expected.length; i++) {
            if (Number.isNaN(expected[i])) equal(Number.isNaN(pixels[i]), true, `${one.constructor.name} ${JSON.stringify(area)} pixel ${i} of ${rows} x ${columns}:`);
            else close(pixels[i], expected[i], 1e-6, `${one.constructor.name} ${JSON.stringify(area)} pixel ${i} of ${rows} x ${columns}:`);
          }
        }
      }
    }
  },

  'merged rows are means, merged columns are sums'() {
    const units = new Units([0, 0, 2, 3, 3, 3, 6], 7), { of } = units, { dense, sparse } = made(4, 7, 7, true);
    for (const hidden of [0, 2]) {
      const parts = hidden ? dense.without(hidden, true) : dense;
      const merged = merge(parts, units, units);
      agree(merged, merge(hidden ? sparse.without(hidden, true) : sparse, units, units));
      equal([merged.rows, merged.columns, merged.hidden], [4, 4, hidden ? 1 : 0]);
      for (let row = 0; row < 4; row++) {
        const rows = [...of].flatMap((unit, r) => unit === row ? [r] : []);
        close(merged.rests[row], rows.reduce((all, r) => all + parts.rests[r], 0) / rows.length, 1e-6);
        for (let column = 0; column < 4; column++) {
          let sum = 0;
          for (const r of rows) of.forEach((unit, c) => { if (unit === column) sum += parts.value(r, c); });
          close(merged.value(row, column), sum / rows.length, 1e-6, `${row} ${column}:`);
        }
      }
    }
  },

  'what has no place among the new rows and columns is left out'() {
    const { dense } = made(5, 7, 7, true), kept = [1, 2, 5], of = Int32Array.of(-1, 0, 1, -1, -1, 2, -1);
    const some = merge(dense.without(2, false), { of, length: 3, span: i => [kept[i], kept[i] + 1] }, { of, length: 3 });
    equal([some.rows, some.columns, some.hidden], [3, 3, 1]);
    kept.forEach((r, row) => kept.forEach((c, column) => close(some.value(row, column), c < 2 ? 0 : dense.value(r, c), 1e-6, `${row} ${column}:`)));
  },

  'what is cut or too long is refused'() {
    const dense = (/** @type {number} */ length) => () => readDense(3, 3, true, VALUES, new Uint8Array(length));
    throws(dense(8), 'damaged');
    throws(dense(10), 'damaged');
    dense(9)();
    throws(() => readDense(1, 1, true, VALUES, Uint8Array.of(0, 200)), 'damaged');
    const sparse = (/** @type {number[]} */ ...bytes) => () => readSparse(2, 200, false, VALUES, Uint8Array.from(bytes), 2);
    sparse(0, 1, 199, 1, 1, 0, 0)();
    throws(sparse(), 'damaged');
    throws(sparse(0, 0), 'damaged');
    throws(sparse(0, 0, 0, 0, 0), 'damaged');
    throws(sparse(0, 3, 1, 1, 1, 1, 1, 1, 0, 0), 'damaged');
    throws(sparse(0, 1, 200, 1, 1, 0, 0), 'damaged');
    throws(sparse(0, 1, 255, 255, 255, 255, 255, 255, 255), 'damaged');
    throws(sparse(0, 1, 5), 'damaged');
    throws(sparse(0, 0, 0, 1, 3, 250), 'damaged');
  },

  'any bytes are read or refused'() {
    const next = random(77);
    for (let round = 0; round < 2000; round++) {
      const bytes = Uint8Array.from({ length: Math.floor(next() * 24) }, () => Math.floor(next() * 256));
      try {
        const cells = readSparse(3, 40, false, VALUES, bytes, 4);
        for (let r = 0; r < 3; r++) row(cells, r).forEach(([c, value]) => equal([c < 40, value >= 0 && value <= 1], [true, true]));
      } catch (e) {
        equal(/** @type {Error} */ (e).message, 'damaged');
      }
    }
  },
};
