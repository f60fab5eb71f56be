// @ts-check
'use strict';
// What the file holds: metadata, a map of thumbnails, and one deflated block a matrix.

/**
 * @typedef {object} Capture
 * @property {number} layers
 * @property {number} heads
 * @property {number} columns matrices a layer: the heads and, if several, their mean
 * @property {number} kvHeads
 * @property {number} queries
 * @property {number} keys
 * @property {number} prompt length of the prompt
 * @property {string[]} labels a label a token; one more than rows if the last was never read
 * @property {string[]} [queryLabels] of rows, if they are tokens of another text
 * @property {number[]} groups first token of the character that a token is part of
 * @property {boolean} causal
 * @property {number[]} values probability of each code
 * @property {number[]} queryEdges
 * @property {number[]} keyEdges
 * @property {string[]} kinds
 * @property {number[]} sinks
 * @property {number[]} [slots] matrices in the file, if not all are
 * @property {{layer: number, head: number, query: number}} first
 */

/** @param {string} id @returns {any} */
const byId = id => document.getElementById(id);
/** @param {number} x @param {number} low @param {number} high */
const clamp = (x, low, high) => Math.max(low, Math.min(high, x));
const pixelRatio = () => devicePixelRatio || 1;
const isWide = () => innerWidth >= 900;
/** @type {{theme: string, gamma: number, colors: Object<string, any>, captures: Capture[]}} */
const page = JSON.parse(byId('hl-meta').textContent);

/** @param {string} text */
function fromBase64(text) {
  const native = /** @type {any} */ (Uint8Array).fromBase64;
  return native ? native.call(Uint8Array, text) : Uint8Array.from(atob(text), c => c.charCodeAt(0));
}

/** @param {string} text @returns {Promise<Uint8Array>} */
async function unpack(text) {
  const stream = new Blob([fromBase64(text)]).stream();
  const plain = stream.pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** The text of a block; waits until the browser has read it whole. @param {string} id */
async function block(id) {
  for (;;) {
    const ended = document.readyState !== 'loading', element = byId(id);
    if (element && (ended || element.nextElementSibling)) return element.textContent;
    if (ended) throw new Error('this part is missing in the file');
    await new Promise(done => setTimeout(done, 4));
  }
}

const DAMAGED = 'its data are damaged';

/** One matrix: codes by column, in a causal one from the diagonal down. */
class Matrix {
  /** @param {Capture} capture @param {Uint8Array} bytes */
  constructor(capture, bytes) {
    const { queries, keys, causal } = capture;
    const cells = causal ? queries * (queries + 1) / 2 : queries * keys;
    if (bytes.length !== queries + cells) throw new Error(DAMAGED);
    this.capture = capture;
    this.bytes = bytes;
    /** where row 0 of a column would be */
    this.starts = new Int32Array(keys);
    for (let k = 0, at = queries; k < keys; k++) {
      this.starts[k] = causal ? at - k : at;
      at += causal ? queries - k : queries;
    }
  }

  /** The code of a cell, -1 if it is masked. @param {number} q @param {number} k */
  code(q, k) { return k > q && this.capture.causal ? -1 : this.bytes[this.starts[k] + q]; }

  /** @param {number} q @param {number} k */
  value(q, k) { const code = this.code(q, k); return code < 0 ? 0 : this.capture.values[code]; }

  /** What the row gives to cells too small to have a value. @param {number} q */
  rest(q) { return (this.bytes[q] / 255) ** 2; }
}

const CACHE_BYTES = 64e6;
/** @type {Map<string, Matrix>} */
const cache = new Map();

/** @param {number} c capture @param {number} slot @returns {Promise<Matrix>} */
async function loadMatrix(c, slot) {
  const id = `m-${c}-${slot}`, capture = page.captures[c];
  let matrix = cache.get(id);
  if (!matrix) {
    if (capture.slots && !capture.slots.includes(slot)) {
      throw new Error('in so long a text it is on the map only');
    }
    if (!self.DecompressionStream) throw new Error('this browser is too old to unpack it');
    const text = await block(id);
    matrix = new Matrix(capture, await unpack(text).catch(() => { throw new Error(DAMAGED); }));
  }
  cache.delete(id);
  cache.set(id, matrix);
  let bytes = 0;
  for (const [key, old] of [...cache].reverse()) {
    bytes += old.bytes.length;
    if (bytes > CACHE_BYTES && key !== id) cache.delete(key);
  }
  return matrix;
}
