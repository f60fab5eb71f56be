// Matrices of probabilities, rows are queries and columns are keys: Dense has a code for each cell,
// Sparse lists what each row has. Views see only what both can do.

import { floor, max, min } from './math.js';

/**
 * @typedef {object} Cells
 * @property {number} rows
 * @property {number} columns
 * @property {boolean} causal whether no row looks at a later column
 * @property {number} hidden how many first columns are not shown, as the sink
 * @property {number} kept keys listed of each row; 0 if all are
 * @property {(row: number) => number} end after the last column that a row may look at
 * @property {(row: number, column: number) => boolean} isMasked
 * @property {(row: number, column: number) => number} value
 * @property {(row: number) => number} rest what the row gives to cells without a value
 * @property {(row: number, visit: (column: number, value: number) => void) => void} eachInRow not 0
 * @property {(column: number, visit: (row: number, value: number) => void) => void} eachInColumn not 0
 * @property {(hidden: number, renormalise: boolean) => Cells} without
 * @property {(area: Area) => Float32Array} paint
 */

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

/** Where in rising numbers one is that is not smaller. @param {ArrayLike<number>} all @param {number} number @param {number} low @param {number} high */
function search(all, number, low, high) {
  while (low < high) {
    const middle = low + high >> 1;
    if (all[middle] < number) low = middle + 1; else high = middle;
  }
  return low;
}

/** @param {number} size @noinline */
const blank = size => new Float32Array(size * size).fill(NaN);

/** What both kinds share; each says what a cell, a row and its rest are. */
class Grid {
  /** @param {number} rows @param {number} columns @param {boolean} causal @param {number} kept */
  constructor(rows, columns, causal, kept) {
    this.rows = rows;
    this.columns = columns;
    this.causal = causal;
    this.kept = kept;
    this.hidden = 0;
    /** What the values of each row are multiplied with. @type {Float64Array|null} */
    this.gains = null;
  }

  /** @param {number} r @param {number} c @returns {number} */
  value(r, c) { return NaN; }
  /** @param {number} r @returns {number} */
  rest(r) { return NaN; }
  /** @param {number} r @param {(column: number, value: number) => void} visit */
  eachInRow(r, visit) {}
  /** @param {Area} area @returns {Float32Array} */
  paint({ size }) { return blank(size); }

  /** @param {number} r */
  gain(r) { return this.gains ? this.gains[r] : 1; }

  /** After the last column that a row may look at. @param {number} r */
  end(r) { return this.causal ? r + 1 : this.columns; }

  /** @param {number} r @param {number} c */
  isMasked(r, c) { return c < this.hidden || c >= this.end(r); }

  /** @param {number} c @param {(row: number, value: number) => void} visit */
  eachInColumn(c, visit) {
    for (let r = this.causal ? c : 0; r < this.rows; r++) {
      const value = this.value(r, c);
      if (value) visit(r, value);
    }
  }

  /** @param {number} hidden @param {boolean} renormalise @returns {Cells} */
  without(hidden, renormalise) {
    const other = Object.assign(Object.create(Object.getPrototypeOf(this)), this, { hidden });
    // What is left of each row is what it is divided by.
    if (renormalise) other.gains = Float64Array.from({ length: this.rows }, (_, r) => {
      let left = this.rest(r);
      this.eachInRow(r, (column, value) => { if (column >= hidden) left += value; });
      return left > 0 ? 1 / left : 0;
    });
    return other;
  }
}

/** Codes by column, in a causal matrix from the diagonal down, after the rest of each row. */
export class Dense extends Grid {
  /** @param {number} rows @param {number} columns @param {boolean} causal @param {number[]} values @param {Uint8Array} bytes */
  constructor(rows, columns, causal, values, bytes) {
    super(rows, columns, causal, 0);
    check(bytes.length === rows + (causal ? rows * (rows + 1) / 2 : rows * columns)
      && bytes.every((code, i) => i < rows || code < values.length));
    this.values = values;
    this.bytes = bytes;
    /** where row 0 of a column would be */
    this.starts = new Int32Array(columns);
    for (let k = 0, at = rows; k < columns; k++) {
      this.starts[k] = causal ? at - k : at;
      at += causal ? rows - k : rows;
    }
  }

  /** @param {number} r @param {number} c */
  value(r, c) { return this.isMasked(r, c) ? 0 : this.values[this.bytes[this.starts[c] + r]] * this.gain(r); }

  /** @param {number} r */
  rest(r) { return (this.bytes[r] / 255) ** 2 * this.gain(r); }

  /** @param {number} r @param {(column: number, value: number) => void} visit */
  eachInRow(r, visit) {
    const { bytes, starts, values } = this, gain = this.gain(r);
    for (let c = this.hidden; c < this.end(r); c++) {
      const code = bytes[starts[c] + r];
      if (code) visit(c, values[code] * gain);
    }
  }

  /** @param {Area} area */
  paint({ size, row, column, scale }) {
    const { rows, columns, causal, hidden, bytes, starts, values } = this, pixels = blank(size);
    const across = Array.from({ length: size }, (_, x) => covered(column, scale, x, columns));
    for (let y = 0; y < size; y++) {
      const [r0, r1] = covered(row, scale, y, rows);
      if (r0 >= rows) break;
      for (let x = 0; x < size; x++) {
        const c0 = max(hidden, across[x][0]), c1 = across[x][1];
        if (causal && c0 >= r1) break;
        let best = -1;
        for (let c = c0; c < c1; c++) {
          for (let r = causal && r0 < c ? c : r0; r < r1; r++) {
            const value = values[bytes[starts[c] + r]] * this.gain(r);
            if (value > best) best = value;
          }
        }
        if (best >= 0) pixels[y * size + x] = best;
      }
    }
    return pixels;
  }
}

/** For each row its keys, rising, with their probabilities. */
export class Sparse extends Grid {
  /**
   * @param {number} rows @param {number} columns @param {boolean} causal
   * @param {Uint32Array} offsets where each row begins, and the end
   * @param {Uint32Array} keys @param {Float32Array} found @param {Float32Array} rests @param {number} kept
   */
  constructor(rows, columns, causal, offsets, keys, found, rests, kept) {
    super(rows, columns, causal, kept);
    this.offsets = offsets;
    this.keys = keys;
    this.found = found;
    this.rests = rests;
  }

  /** Where a column is, or would be, in a row. @param {number} r @param {number} c */
  place(r, c) { return search(this.keys, c, this.offsets[r], this.offsets[r + 1]); }

  /** @param {number} r @param {number} c */
  value(r, c) {
    const at = this.place(r, c);
    return !this.isMasked(r, c) && at < this.offsets[r + 1] && this.keys[at] === c ? this.found[at] * this.gain(r) : 0;
  }

  /** @param {number} r */
  rest(r) { return this.rests[r] * this.gain(r); }

  /** @param {number} r @param {(column: number, value: number) => void} visit */
  eachInRow(r, visit) {
    for (let at = this.place(r, this.hidden); at < this.offsets[r + 1]; at++) {
      if (this.found[at]) visit(this.keys[at], this.found[at] * this.gain(r));
    }
  }

  /** @param {Area} area */
  paint({ size, row, column, scale }) {
    const pixels = blank(size), { rows, columns, causal, hidden } = this;
    const first = Int32Array.from({ length: size }, (_, x) => floor(column + x * scale));
    /** After the last pixel that shows a cell. @param {number} cell */
    const after = cell => search(first, cell + 1, 0, size);
    /** The first of them. @param {number} cell */
    const before = cell => search(first, first[after(cell) - 1], 0, size);
    const left = max(hidden, first[0]), open = before(left);
    // A pixel shows cells up to where the next one begins.
    const most = covered(column, scale, size - 1, columns)[1];
    for (let y = 0; y < size; y++) {
      const [r0, r1] = covered(row, scale, y, rows);
      if (r0 >= rows) break;
      const limit = causal ? min(most, r1) : most;
      if (left < limit) pixels.fill(0, y * size + open, y * size + after(limit - 1));
      for (let r = r0; r < r1; r++) {
        for (let i = this.place(r, left); i < this.offsets[r + 1] && this.keys[i] < limit; i++) {
          const value = this.found[i] * this.gain(r), end = y * size + after(this.keys[i]);
          for (let pixel = y * size + before(this.keys[i]); pixel < end; pixel++) {
            if (!(pixels[pixel] >= value)) pixels[pixel] = value;
          }
        }
      }
    }
    return pixels;
  }
}

/**
 * Reads a sparse matrix: for each row the rest (a byte, as in a dense one), the number of keys (a
 * byte), then each key as the distance to the one before (7 bits a byte, the low first) and a code.
 * @param {number} rows @param {number} columns @param {boolean} causal @param {number[]} values
 * @param {number} kept @param {Uint8Array} bytes
 */
export function readSparse(rows, columns, causal, values, kept, bytes) {
  const offsets = new Uint32Array(rows + 1), rests = new Float32Array(rows);
  const keys = new Uint32Array(rows * kept), found = new Float32Array(rows * kept);
  let at = 0, entry = 0;
  for (let r = 0; r < rows; r++) {
    rests[r] = (bytes[at++] / 255) ** 2;
    const count = bytes[at++];
    check(count <= kept);
    for (let i = 0, key = 0; i < count; i++) {
      let shift = 0, byte;
      do {
        byte = bytes[at++];
        key += (byte & 127) << shift;
        shift += 7;
      } while (byte > 127 && shift < 28);
      const code = bytes[at++];
      check(key < columns && code < values.length);
      keys[entry] = key;
      found[entry++] = values[code];
    }
    offsets[r + 1] = entry;
  }
  check(at === bytes.length);
  return new Sparse(rows, columns, causal, offsets, keys.slice(0, entry), found.slice(0, entry), rests, kept);
}

/**
 * Merges neighbours: a row is the mean of its parts, a column their sum.
 * @param {Cells} cells @param {Uint32Array} rowOf the new row of each @param {Uint32Array} columnOf
 * @returns {Sparse}
 */
export function merge(cells, rowOf, columnOf) {
  const rows = rowOf[cells.rows - 1] + 1, columns = columnOf[cells.columns - 1] + 1;
  const offsets = new Uint32Array(rows + 1), rests = new Float32Array(rows);
  /** @type {number[]} */
  const keys = [];
  /** @type {number[]} */
  const found = [];
  const sums = new Float64Array(columns);
  for (let row = 0, from = 0, to; row < rows; row++, from = to) {
    let low = columns, high = -1, rest = 0;
    for (to = from; to < cells.rows && rowOf[to] === row; to++) {
      rest += cells.rest(to);
      cells.eachInRow(to, (c, value) => {
        const column = columnOf[c];
        sums[column] += value;
        if (column < low) low = column;
        if (column > high) high = column;
      });
    }
    for (let column = low; column <= high; column++) {
      if (!sums[column]) continue;
      keys.push(column);
      found.push(sums[column] / (to - from));
      sums[column] = 0;
    }
    rests[row] = rest / (to - from);
    offsets[row + 1] = keys.length;
  }
  const merged = new Sparse(rows, columns, cells.causal, offsets, Uint32Array.from(keys), Float32Array.from(found), rests, cells.kept);
  if (cells.hidden) merged.hidden = columnOf[cells.hidden - 1] + 1;
  return merged;
}
