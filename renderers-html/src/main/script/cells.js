// Matrices of probabilities: rows are queries, columns are keys; of each row what is not 0.

import { floor, max, min } from './math.js';
/** @typedef {import('./units.js').Units} Units */

/**
 * A square of pixels that shows a part of a matrix; each pixel is the largest of the cells it
 * covers, or one-token diagonals would break up; NaN where none can be seen.
 * @typedef {object} Area
 * @property {number} size pixels a side
 * @property {number} row the first
 * @property {number} column the first
 * @property {number} scale cells a pixel
 */

/** @param {boolean} sound @noinline */
function check(sound) {
  if (!sound) throw new Error('damaged');
}

/**
 * The cells that a pixel covers: the first, and the one after the last; one at least.
 * @param {number} start of the first pixel @param {number} scale cells a pixel @param {number} i which pixel @param {number} count of cells
 * @returns {[number, number]}
 * @noinline
 */
export function covered(start, scale, i, count) {
  const first = floor(start + i * scale);
  return [first, min(count, max(first + 1, floor(start + (i + 1) * scale)))];
}

export class Cells {
  /** @param {number} rows @param {number} columns @param {boolean} causal whether no row looks at a later column @param {number} [kept] keys listed of each row; 0 if all are */
  constructor(rows, columns, causal, kept = 0) {
    this.rows = rows;
    this.columns = columns;
    this.causal = causal;
    this.kept = kept;
    /** how many first columns are not shown, as the sink */
    this.hidden = 0;
    /** what each row gives to cells without a value */
    this.rests = new Float64Array(rows);
    /** of each row the columns that are not 0, rising @type {number[][]} */
    this.keys = Array.from(this.rests, () => []);
    /** what each of them gets @type {number[][]} */
    this.found = Array.from(this.rests, () => []);
  }

  /** How many are not 0. */
  get count() { return this.keys.reduce((sum, { length }) => sum + length, 0); }

  /** A cell after those that its row has. @param {number} r @param {number} c @param {number} value */
  add(r, c, value) {
    if (!value) return;
    this.keys[r].push(c);
    this.found[r].push(value);
  }

  /** After the last column that a row may look at. @param {number} r */
  end(r) { return this.causal ? r + 1 : this.columns; }

  /** @param {number} r @param {number} c */
  isMasked(r, c) { return c < this.hidden || c >= this.end(r); }

  /** @param {number} r @param {number} c */
  value(r, c) { return this.found[r][this.keys[r].indexOf(c)] ?? 0; }

  /** @param {number} r @param {(column: number, value: number) => void} visit */
  eachInRow(r, visit) { this.keys[r].forEach((c, i) => visit(c, this.found[r][i])); }

  /** @param {number} c @param {(row: number, value: number) => void} visit */
  eachInColumn(c, visit) {
    for (let r = this.causal ? c : 0; r < this.rows; r++) {
      const value = this.value(r, c);
      if (value) visit(r, value);
    }
  }

  /** The same without its first columns. @param {number} hidden @param {boolean} renormalise whether rows are divided by what is left of them */
  without(hidden, renormalise) {
    const other = new Cells(this.rows, this.columns, this.causal, this.kept);
    other.hidden = hidden;
    for (let r = 0; r < this.rows; r++) {
      let left = this.rests[r];
      this.eachInRow(r, (c, value) => { if (c >= hidden) left += value; });
      const gain = renormalise ? left > 0 ? 1 / left : 0 : 1;
      other.rests[r] = this.rests[r] * gain;
      this.eachInRow(r, (c, value) => { if (c >= hidden) other.add(r, c, value * gain); });
    }
    return other;
  }

  /** @param {Area} area */
  paint({ size, row, column, scale }) {
    const { rows, columns } = this, pixels = new Float32Array(size * size).fill(NaN);
    const left = max(this.hidden, floor(column)), right = covered(column, scale, size - 1, columns)[1];
    /** The pixels that show a column: the first, and the one after the last. */
    const first = new Int32Array(columns), after = new Int32Array(columns);
    for (let x = 0; x < size; x++) {
      const [from, to] = covered(column, scale, x, columns);
      for (let c = from; c < to; c++) {
        if (!after[c]) first[c] = x;
        after[c] = x + 1;
      }
    }
    for (let y = 0; y < size; y++) {
      const [from, to] = covered(row, scale, y, rows), line = pixels.subarray(y * size, (y + 1) * size);
      if (from >= rows) break;
      const end = min(right, this.end(to - 1));
      if (left < end) line.fill(0, first[left], after[end - 1]);
      for (let r = from; r < to; r++) {
        this.eachInRow(r, (c, value) => { for (let x = first[c]; x < after[c]; x++) line[x] = max(line[x], value); });
      }
    }
    return pixels;
  }
}

/**
 * Reads a matrix with a code for each cell: the rest of each row, then the codes by column, of a
 * causal matrix from the diagonal down.
 * @param {number} rows @param {number} columns @param {boolean} causal @param {number[]} values @param {Uint8Array} bytes
 */
export function readDense(rows, columns, causal, values, bytes) {
  const cells = new Cells(rows, columns, causal);
  let at = 0;
  check(bytes.length === rows + (causal ? rows * (rows + 1) / 2 : rows * columns));
  while (at < rows) cells.rests[at] = (bytes[at++] / 255) ** 2;
  for (let c = 0; c < columns; c++) {
    for (let r = causal ? c : 0; r < rows; r++) {
      const value = values[bytes[at++]];
      check(value >= 0);
      cells.add(r, c, value);
    }
  }
  return cells;
}

/**
 * Reads a matrix of the strongest keys: for each row the rest (a byte, as in a dense one), the number
 * of keys (a byte), then each key as the distance to the one before (7 bits a byte, the low first)
 * and a code.
 * @param {number} rows @param {number} columns @param {boolean} causal @param {number[]} values @param {Uint8Array} bytes @param {number} kept
 */
export function readSparse(rows, columns, causal, values, bytes, kept) {
  const cells = new Cells(rows, columns, causal, kept);
  let at = 0;
  for (let r = 0; r < rows; r++) {
    cells.rests[r] = (bytes[at++] / 255) ** 2;
    const count = bytes[at++];
    check(count <= kept);
    for (let i = 0, key = 0; i < count; i++) {
      let shift = 0, byte;
      do {
        byte = bytes[at++];
        key += (byte & 127) << shift;
        shift += 7;
      } while (byte > 127 && shift < 28);
      const value = values[bytes[at++]];
      check(key < columns && value >= 0);
      cells.add(r, key, value);
    }
  }
  check(at === bytes.length);
  return cells;
}

/**
 * Merges neighbours: a row is the mean of its parts, a column their sum. What has no place among the
 * new ones, -1, is left out.
 * @param {Cells} cells @param {Pick<Units, 'of'|'length'|'span'>} rows @param {Pick<Units, 'of'|'length'>} columns
 */
export function merge(cells, rows, columns) {
  const merged = new Cells(rows.length, columns.length, cells.causal, cells.kept);
  merged.hidden = max(-1, ...columns.of.slice(0, cells.hidden)) + 1;
  for (let row = 0; row < rows.length; row++) {
    const sums = new Float64Array(columns.length), [from, to] = rows.span(row);
    for (let r = from; r < to; r++) {
      merged.rests[row] += cells.rests[r] / (to - from);
      cells.eachInRow(r, (c, value) => { sums[columns.of[c]] += value / (to - from); });
    }
    sums.forEach((sum, column) => merged.add(row, column, sum));
  }
  return merged;
}
