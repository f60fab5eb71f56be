// The text: each token shaded by how much the chosen one looks at it, or is looked at by it. A span
// is a whole character; in words, all spans of a word have one shade.

import { ARROWS, byId, every, hideTip, on, showTip } from './dom.js';
import { abs, clamp, min } from './math.js';
import { capture, go, state } from './state.js';
import { position, ramp, say, shade } from './color.js';
import { chosenUnit, textLabel, textUnits, weights } from './context.js';
import { quote } from './units.js';

/** @type {HTMLElement[]} */
let spans = [];
/** What each span shows now, so that only what changes is touched. @type {(number|undefined)[]} */
let painted = [];
/** The ramp that they are painted with: another after all that changes what a probability looks like. */
let paintedRamp = ramp;

export const hasText = () => spans.length > 0;

export function findSpans() {
  spans = every(`.tokens[data-capture="${state.c}"] .token`);
  painted = [];
}

/** @param {Element} span @noinline */
const tokenOf = span => Number(/** @type {HTMLElement} */ (span).dataset.token);
/** The unit of a span, or -1 if it has neither row nor column. @param {Element} span */
const unitOf = span => textUnits().of[tokenOf(span)] ?? -1;

export function shadeText() {
  if (ramp !== paintedRamp) painted = [];
  paintedRamp = ramp;
  const chosen = chosenUnit();
  spans.forEach((span, i) => {
    const unit = unitOf(span), p = unit < 0 ? 0 : weights[unit] || 0, place = position(p);
    const isChosen = unit === chosen, look = place * 2 + Number(isChosen);
    if (painted[i] === look) return;
    painted[i] = look;
    Object.assign(span.style, place > 0 ? shade(p) : { background: '', color: '' });
    span.ariaSelected = `${isChosen}`;
    span.tabIndex = isChosen && tokenOf(span) === textUnits().starts[unit] ? 0 : -1;
  });
}

/** The span of a unit. @param {number} unit */
const spanOf = unit => spans.find(s => unitOf(s) === unit);

/** Scrolls a unit's block so that it, and the other if it fits, can be seen. @param {number} unit @param {number} other */
export function reveal(unit, other) {
  for (const one of [other, unit]) {
    const span = one < 0 ? null : spanOf(one), box = span && span.closest('.block');
    if (!span || !box) continue;
    const place = span.getBoundingClientRect(), frame = box.getBoundingClientRect();
    if (place.top < frame.top) box.scrollTop -= frame.top - place.top + 4;
    else if (place.bottom > frame.bottom) box.scrollTop += place.bottom - frame.bottom + 4;
  }
}

/** The nearest span in the line above or below. @param {number} at @param {number} direction */
function lineNeighbour(at, direction) {
  const here = spans[at].getBoundingClientRect(), x = here.left;
  let best = at, line = 0, distance = Infinity;
  for (let i = at + direction; i >= 0 && i < spans.length; i += direction) {
    const place = spans[i].getBoundingClientRect(), dy = abs(place.top - here.top);
    if (dy < here.height / 2) continue;
    if (line && abs(dy - line) > here.height / 2) break;
    line ||= dy;
    if (abs(place.left - x) < distance) [best, distance] = [i, abs(place.left - x)];
  }
  return best;
}

/** Chooses a token; the one chosen already turns round. @param {number} i @param {boolean} lasting */
function chooseToken(i, lasting) {
  // The last token was never read: the row that wrote it is that of the token before.
  const token = min(i, capture().queries - 1), { of } = textUnits();
  if (of[token] !== chosenUnit()) go({ q: token, d: 'from' }, lasting);
  else if (i === token) go({ d: state.d === 'from' ? 'to' : 'from' }, lasting);
}

/** @param {KeyboardEvent} e */
function moveInText(e) {
  const at = spans.indexOf(/** @type {HTMLElement} */ (e.target));
  if (at < 0) return;
  if (e.key === 'Enter' || e.key === ' ') {
    e.preventDefault();
    chooseToken(tokenOf(spans[at]), true);
    return;
  }
  const [right, down] = ARROWS[e.key] ?? [];
  let to = e.key === 'Home' ? 0 : e.key === 'End' ? spans.length - 1 : down ? lineNeighbour(at, down) : at + (right ?? NaN);
  if (Number.isNaN(to)) return;
  e.preventDefault();
  // Within a word there is nothing to choose.
  const here = unitOf(spans[at]);
  while (to > 0 && to < spans.length - 1 && to !== at && unitOf(spans[to]) === here) to += to < at ? -1 : 1;
  const last = spans.findLastIndex(s => tokenOf(s) < capture().queries);
  const unit = unitOf(spans[clamp(to, 0, last)]), first = spanOf(unit);
  go({ q: textUnits().starts[unit] }, false);
  first?.focus();
}

export function textEvents() {
  /** @param {any} e @noinline */
  const spanAt = e => e.target.closest('.token');
  on(byId('text'), {
    click(e) { if (spanAt(e)) chooseToken(tokenOf(spanAt(e)), true); },
    keydown: moveInText,
    pointerover(e) {
      const unit = spanAt(e) ? unitOf(spanAt(e)) : -1;
      showTip(e, unit >= 0 && unit < weights.length ? `${quote(textLabel(unit), textUnits(), unit)}: ${say(weights[unit])}` : '');
    },
    pointerleave: hideTip,
  });
}
