// What is shown, kept in the address so that back, forward and a copied address work.

/**
 * @typedef {object} State
 * @property {number} c capture
 * @property {number} l layer
 * @property {number} h head; the number of heads stands for their mean
 * @property {number} q the chosen token
 * @property {'from'|'to'} d what the token looks at, or who looks at it
 * @property {boolean} sink whether the first token is hidden
 * @property {number} gamma
 * @property {string} theme
 */

/** @param {string|null} text @param {number} low @param {number} high @param {number} other */
function bounded(text, low, high, other) {
  const number = text === null || text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? clamp(number, low, high) : other;
}

/** @param {string|null} text @param {number} count @param {number} other */
const index = (text, count, other) => Math.floor(bounded(text, 0, count - 1, other));

/** @param {string} hash @returns {State} */
function parseState(hash) {
  const p = new URLSearchParams(hash.slice(1));
  const c = index(p.get('c'), page.captures.length, 0), capture = page.captures[c];
  const { first } = capture, mean = p.get('h') === 'mean' && capture.columns > capture.heads;
  return {
    c,
    l: index(p.get('l'), capture.layers, first.layer),
    h: mean ? capture.heads : index(p.get('h'), capture.heads, first.head),
    q: index(p.get('q'), Math.max(capture.queries, capture.keys), first.query),
    d: p.get('d') === 'to' ? 'to' : 'from',
    sink: p.get('sink') === 'hidden',
    gamma: bounded(p.get('gamma'), +byId('gamma').min, +byId('gamma').max, page.gamma),
    theme: ['auto', 'light', 'dark'].find(t => t === p.get('theme')) || page.theme,
  };
}

/** @param {State} s */
function formatState(s) {
  const mean = s.h === page.captures[s.c].heads;
  let hash = `#c=${s.c}&l=${s.l}&h=${mean ? 'mean' : s.h}&q=${s.q}`;
  if (s.d === 'to') hash += '&d=to';
  if (s.sink) hash += '&sink=hidden';
  if (s.gamma !== page.gamma) hash += `&gamma=${s.gamma}`;
  if (s.theme !== page.theme) hash += `&theme=${s.theme}`;
  return hash;
}

/** @type {State} */
let state = parseState(location.hash);
const capture = () => page.captures[state.c];
const slot = () => state.l * capture().columns + state.h;

/**
 * Goes to another state.
 * @param {Partial<State>} change
 * @param {boolean} [lasting] whether back comes here again
 */
function go(change, lasting = true) {
  const next = parseState(formatState({ ...state, ...change }));
  const hash = formatState(next);
  if (hash === formatState(state)) return;
  if (lasting) history.pushState(null, '', hash);
  else history.replaceState(null, '', hash);
  const before = state;
  state = next;
  show(before);
}

addEventListener('hashchange', () => {
  const before = state;
  // The switches are the reader's; an address that does not name them leaves them.
  const p = new URLSearchParams(location.hash.slice(1));
  state = parseState(location.hash);
  if (location.hash && !p.has('gamma')) state.gamma = before.gamma;
  if (location.hash && !p.has('theme')) state.theme = before.theme;
  if (location.hash && !p.has('sink')) state.sink = before.sink;
  show(before);
});
