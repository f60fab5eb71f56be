// What the file holds: metadata, thumbnails, and one deflated block a matrix.

/**
 * @typedef {object} Step a token of the answer
 * @property {number|null} p probability with which it was written
 * @property {[string, number][]} others what else was probable, the most probable first
 */

/**
 * @typedef {object} Capture
 * @property {string} name
 * @property {number} layers
 * @property {number} heads
 * @property {number} columns matrices a layer: the heads and, if several, their mean
 * @property {number} kvHeads
 * @property {number} queries rows of a matrix
 * @property {number} keys columns of a matrix
 * @property {number} tokens
 * @property {number} prompt length of the prompt
 * @property {number} block how many tokens a row or column stands for
 * @property {string[]} labels a label a token (or block); one more than rows if the last was never read
 * @property {string[]} [queryLabels] of rows, if they are tokens of another text
 * @property {number[]} groups first token of the character that a token is part of
 * @property {number[]} words first token of the word that a token is part of
 * @property {string} lang language of the text, if known
 * @property {boolean} causal
 * @property {number[]} values probability of each code
 * @property {number[]} queryEdges of the thumbnails; empty if there are none
 * @property {number[]} keyEdges
 * @property {Object<string, (number|null)[]>} measures by name, of each head
 * @property {string[]} patterns of each head
 * @property {Object<string, string>} badges short names of patterns
 * @property {string} plan what was captured
 * @property {Object<string, string>} forms by slot range, "0-111": "dense"
 * @property {number} kept keys kept of each row, if not all are
 * @property {Step[]} steps
 * @property {{layer: number, head: number, query: number}} first
 */

/**
 * @typedef {object} Page
 * @property {string} theme
 * @property {string} language
 * @property {string} start the address where it opens; empty for the first of all
 * @property {string} scale
 * @property {number} gamma
 * @property {string} range
 * @property {number} least
 * @property {Object<string, Colors>} colors
 * @property {Capture[]} captures
 * @property {{first: number[], second: number[]}} [comparison] tokens that the first two captures share
 */

/**
 * @typedef {object} Colors
 * @property {string[]} ramp
 * @property {string[]} less of a difference: from none to −1
 * @property {string[]} more
 * @property {string[]} heads of heads that are drawn together
 * @property {string} background
 * @property {string} masked
 * @property {string} mark
 * @property {string} text
 * @property {string} dim
 * @property {string} line
 */

/** @type {Page} */
export const page = JSON.parse(/** @type {string} */ (document.getElementById('hl-meta')?.textContent));

/** @param {string} text */
function fromBase64(text) {
  const native = /** @type {any} */ (Uint8Array).fromBase64;
  return native ? native.call(Uint8Array, text) : Uint8Array.from(atob(text), c => c.charCodeAt(0));
}

/** @param {string} text @returns {Promise<Uint8Array>} */
export async function unpack(text) {
  const stream = new Blob([fromBase64(text)]).stream();
  const plain = stream.pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** The text of a block; waits until the browser has read it whole. @param {string} id */
export async function block(id) {
  for (;;) {
    const ended = document.readyState !== 'loading', element = document.getElementById(id);
    if (element && (ended || element.nextElementSibling)) return /** @type {string} */ (element.textContent);
    if (ended) throw new Error('missing');
    await new Promise(done => setTimeout(done, 4));
  }
}
