// The text: each token shaded by how much the chosen token looks at it, or is looked at by it.
// Tokens that share a character are one unit, named by its first token.

/** Weight of each unit, by its first token. @type {Float64Array} */
let weights = new Float64Array(0);
/** @type {Element[]} */
let spans = [];

/** @param {number} i */
const unit = i => capture().groups[i] ?? i;

/** The tokens of a unit that have a row and a column. @param {number} first */
function parts(first) {
  const { queries, keys, groups } = capture(), all = [];
  for (let i = first; i < Math.min(queries, keys) && (i === first || groups[i] === first); i++) all.push(i);
  return all;
}

/** The labels of rows and of columns. */
const rowLabels = () => capture().queryLabels || capture().labels;

/** A label as a sentence has it. @param {string} label */
function word(label) {
  const bare = label.length > 1 && label[0] === '\u00b7' && label[1] !== '\u00b7' ? label.slice(1) : label;
  return bare.length > 24 ? bare.slice(0, 23) + '\u2026' : bare;
}

/** A label with the token's number. @param {number} i @param {string[]} labels */
function numbered(i, labels = capture().labels) {
  const first = unit(i), last = parts(first).pop() ?? i;
  return last > first && labels === capture().labels
    ? `\u201c${word(labels[i])}\u201d (tokens ${first}\u2013${last})` : `\u201c${word(labels[i])}\u201d (${i})`;
}

/** Sums over the keys of a unit, takes the largest of its queries. @param {Matrix} matrix */
function weigh(matrix) {
  const { queries, keys, queryLabels } = capture(), from = state.d === 'from';
  weights = new Float64Array(Math.max(queries, keys));
  const chosen = queryLabels ? [state.q] : parts(unit(state.q));
  const count = from ? keys : queries;
  for (let i = 0; i < count; i++) {
    let value = 0;
    for (const c of chosen) {
      if (c < (from ? queries : keys)) value = Math.max(value, from ? matrix.value(c, i) : matrix.value(i, c));
    }
    const first = queryLabels ? i : unit(i);
    // A unit's queries count once, its keys add up.
    weights[first] = from ? weights[first] + value : Math.max(weights[first], value);
  }
}

/** Whether a unit is the first token, and hidden. @param {number} i */
const hidden = i => state.sink && i === 0 && state.d === 'from';

const tokenList = () => document.querySelector(`.tokens[data-capture="${state.c}"]`);

function findSpans() {
  const list = tokenList();
  spans = list ? [...list.querySelectorAll('.token')] : [];
}

/** @param {Element} span */
const tokenOf = span => Number(/** @type {HTMLElement} */ (span).dataset.token);

function shadeText() {
  for (const span of /** @type {HTMLElement[]} */ (spans)) {
    const i = tokenOf(span), p = i < weights.length && !hidden(i) ? weights[i] : 0;
    const color = p > 0 ? shade(p) : null;
    span.style.backgroundColor = color ? color.background : '';
    span.style.color = color ? color.text : '';
    const chosen = i === unit(state.q);
    span.setAttribute('aria-selected', String(chosen));
    span.tabIndex = chosen ? 0 : -1;
  }
}

/** Scrolls a token's block so that it, and the other if it fits, can be seen. @param {number} i @param {number} other */
function reveal(i, other) {
  const at = (/** @type {number} */ i) => spans.find(s => tokenOf(s) === unit(i));
  for (const token of [other, i]) {
    const span = token < 0 ? null : at(token), box = span && span.closest('.block');
    if (!span || !box) continue;
    const place = span.getBoundingClientRect(), frame = box.getBoundingClientRect();
    if (place.top < frame.top) box.scrollTop -= frame.top - place.top + 4;
    else if (place.bottom > frame.bottom) box.scrollTop += place.bottom - frame.bottom + 4;
  }
}

/** The nearest token in the line above or below. @param {number} at @param {number} direction */
function lineNeighbour(at, direction) {
  const here = spans[at].getBoundingClientRect(), x = here.left;
  let best = at, line = 0, distance = Infinity;
  for (let i = at + direction; i >= 0 && i < spans.length; i += direction) {
    const place = spans[i].getBoundingClientRect(), dy = Math.abs(place.top - here.top);
    if (dy < here.height / 2) continue;
    if (line && Math.abs(dy - line) > here.height / 2) break;
    line ||= dy;
    if (Math.abs(place.left - x) < distance) [best, distance] = [i, Math.abs(place.left - x)];
  }
  return best;
}

/** Chooses a token; the one chosen already turns round. @param {number} i @param {boolean} lasting */
function chooseToken(i, lasting) {
  // The last token was never read: the row that wrote it is that of the token before.
  const token = Math.min(i, capture().queries - 1);
  if (unit(token) !== unit(state.q)) go({ q: token, d: 'from' }, lasting);
  else if (i === token) go({ d: state.d === 'from' ? 'to' : 'from' }, lasting);
}

/** @param {KeyboardEvent} e */
function moveInText(e) {
  const at = spans.indexOf(/** @type {Element} */ (e.target));
  if (at < 0) return;
  let to = at;
  switch (e.key) {
    case 'Enter': case ' ': e.preventDefault(); chooseToken(tokenOf(spans[at]), true); return;
    case 'ArrowLeft': to--; break;
    case 'ArrowRight': to++; break;
    case 'ArrowUp': to = lineNeighbour(at, -1); break;
    case 'ArrowDown': to = lineNeighbour(at, 1); break;
    case 'Home': to = 0; break;
    case 'End': to = spans.length - 1; break;
    default: return;
  }
  e.preventDefault();
  const last = spans.findLastIndex(s => tokenOf(s) < capture().queries);
  to = clamp(to, 0, last);
  go({ q: tokenOf(spans[to]) }, false);
  /** @type {HTMLElement} */ (spans[to]).focus();
}

function textEvents() {
  const text = byId('text');
  text.addEventListener('click', (/** @type {any} */ e) => {
    const span = e.target.closest('.token');
    if (span) chooseToken(tokenOf(span), true);
  });
  text.addEventListener('keydown', moveInText);
  text.addEventListener('pointerover', (/** @type {any} */ e) => {
    const span = e.target.closest('.token'), i = span ? tokenOf(span) : Infinity;
    if (i < weights.length) showTip(e, `${numbered(i)}: ${say(weights[i])}`);
    else hideTip();
  });
  text.addEventListener('pointerleave', hideTip);
}
