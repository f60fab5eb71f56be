// Small helpers for the document.

import { max, min } from './math.js';

/** @param {string} id @returns {any} @noinline */
export const byId = id => document.getElementById(id);

/** @param {string} selector @param {ParentNode} [within] @returns {any[]} @noinline */
export const every = (selector, within = document) => [...within.querySelectorAll(selector)];

/** @noinline */
export const pixelRatio = () => devicePixelRatio || 1;
/** @noinline */
export const isWide = () => innerWidth >= 900;

/** @template T @param {number} n @param {(i: number) => T} make @returns {T[]} @noinline */
export const times = (n, make) => Array.from({ length: n }, (_, i) => make(i));

/** Listens to several kinds of events. @param {any} target @param {Object<string, (e: any) => void>} listeners @param {AddEventListenerOptions} [options] @noinline */
export function on(target, listeners, options) {
  for (const [type, listener] of Object.entries(listeners)) target.addEventListener(type, listener, options);
}

/** Puts a text into an element. @param {string} id @param {any} text @noinline */
export const write = (id, text) => { byId(id).textContent = text; };

/** @param {HTMLElement} one @param {number} x @param {number} y @param {number} size of its sides */
export function place({ style }, x, y, size) {
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = style.height = `${size}px`;
}

/** Where in an element the pointer is. @param {Element} target @param {{clientX: number, clientY: number}} e @returns {[number, number]} @noinline */
export function placeIn(target, e) {
  const { left, top } = target.getBoundingClientRect();
  return [e.clientX - left, e.clientY - top];
}

/** The room for a picture in its panel, beside the list if there is one. @param {HTMLElement} canvas */
export function roomFor(canvas) {
  const panel = /** @type {HTMLElement} */ (canvas.closest('.panel')), width = panel.clientWidth;
  return {
    width: width - (width > 560 && panel.querySelector('#side') ? 200 : 0),
    height: isWide() ? innerHeight - canvas.getBoundingClientRect().top - scrollY - 30 : 600,
  };
}

/**
 * Makes a picture answer the pointer: over a place it says what is there, a click chooses it.
 * @template T
 * @param {HTMLElement} canvas
 * @param {(x: number, y: number) => T|null} placeAt @param {(place: T) => string} tell @param {(place: T) => void} choose
 * @param {(place: T|null) => void} [over]
 */
export function pointing(canvas, placeAt, tell, choose, over) {
  const at = (/** @type {PointerEvent} */ e) => placeAt(...placeIn(canvas, e));
  on(canvas, {
    pointermove(e) {
      const place = at(e);
      over?.(place);
      showTip(e, place ? tell(place) : '');
    },
    pointerleave() { over?.(null); hideTip(); },
    click(e) { const place = at(e); if (place) choose(place); },
  });
}

/**
 * Makes an element.
 * @param {string} name @param {Object<string, any>} [properties] the element's, with those of its dataset and of its style in one each
 * @param {...(Node|string)} children
 * @returns {any}
 */
export function element(name, { dataset, style, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  Object.assign(made.dataset, dataset);
  Object.assign(made.style, style);
  made.append(...children);
  return made;
}

/** Puts other children in place of those there are; the focus stays at its place among them. @param {HTMLElement} parent @param {HTMLElement[]} children */
export function refill(parent, children) {
  const at = [...parent.children].findIndex(child => child.contains(document.activeElement));
  parent.replaceChildren(...children);
  if (at < 0) return;
  parent.tabIndex = -1;
  (children[min(at, children.length - 1)]?.querySelector('button') ?? parent).focus();
}

/** Shows a text beside the pointer, if there is one. @param {{clientX: number, clientY: number}} e @param {string} text */
export function showTip({ clientX, clientY }, text) {
  const tip = byId('tip');
  tip.textContent = text.trim();
  tip.hidden = !text;
  const { offsetWidth, offsetHeight } = tip, x = min(clientX + 14, innerWidth - offsetWidth - 8);
  const y = clientY + 18 + offsetHeight > innerHeight ? clientY - offsetHeight - 10 : clientY + 18;
  tip.style.transform = `translate(${max(4, x)}px,${max(4, y)}px)`;
}

/** @noinline */
export const hideTip = () => { byId('tip').hidden = true; };

let saying = 0;
/** Tells a screen reader, not more often than it can follow. @param {string} text */
export function announce(text) {
  clearTimeout(saying);
  saying = setTimeout(() => byId('status')?.replaceChildren(text), 150);
}

/** What the arrow keys move, to the right and down. @type {Object<string, [number, number]>} */
export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Moves with the arrow keys among elements of which one can be reached by Tab.
 * @param {HTMLElement} parent @param {string} selector @param {(next: HTMLElement) => void} [chosen]
 */
export function roving(parent, selector, chosen) {
  on(parent, { keydown(e) {
    const all = every(selector, parent).filter(x => !x.hidden), at = all.indexOf(e.target);
    const [right, down] = ARROWS[e.key] ?? [], { length } = all;
    const to = e.key === 'Home' ? 0 : e.key === 'End' ? length - 1 : (at + right + down + length) % length;
    if (at < 0 || !(to >= 0)) return;
    e.preventDefault();
    const next = all[to];
    all.forEach(x => { x.tabIndex = x === next ? 0 : -1; });
    next.focus();
    chosen?.(next);
  } });
}
