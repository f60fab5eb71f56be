// Small helpers for the document.

import { max, min } from './math.js';

/** @param {string} id @returns {any} @noinline */
export const byId = id => document.getElementById(id);

/** @noinline */
export const pixelRatio = () => devicePixelRatio || 1;
/** @noinline */
export const isWide = () => innerWidth >= 900;

/** @template T @param {number} n @param {(i: number) => T} make @returns {T[]} @noinline */
export const times = (n, make) => Array.from({ length: n }, (_, i) => make(i));

/** Listens to several kinds of events. @param {any} target @param {Object<string, (e: any) => void>} listeners @noinline */
export function on(target, listeners) {
  for (const [type, listener] of Object.entries(listeners)) target.addEventListener(type, listener);
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
  const at = (/** @type {PointerEvent} */ e) => { const box = canvas.getBoundingClientRect(); return placeAt(e.clientX - box.left, e.clientY - box.top); };
  on(canvas, {
    pointermove(e) {
      const place = at(e);
      over?.(place);
      if (place) showTip(e, tell(place));
      else hideTip();
    },
    pointerleave() { over?.(null); hideTip(); },
    click(e) { const place = at(e); if (place) choose(place); },
  });
}

/**
 * Makes an element; properties are set as such, those of dataset and aria as attributes.
 * @param {string} name @param {Object<string, any>} [properties] @param {...(Node|string)} children
 * @returns {any}
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (/^(aria|data)-|^role$/.test(key)) made.setAttribute(key, String(value));
    else /** @type {any} */ (made)[key] = value;
  }
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

/** @param {{clientX: number, clientY: number}} e @param {string} text */
export function showTip(e, text) {
  const tip = byId('tip');
  tip.textContent = text.trim();
  tip.hidden = false;
  const x = min(e.clientX + 14, innerWidth - tip.offsetWidth - 8);
  const y = e.clientY + 18 + tip.offsetHeight > innerHeight ? e.clientY - tip.offsetHeight - 10 : e.clientY + 18;
  tip.style.transform = `translate(${max(4, x)}px,${max(4, y)}px)`;
}

export const hideTip = () => { byId('tip').hidden = true; };

let saying = 0;
/** Tells a screen reader, not more often than it can follow. @param {string} text */
export function announce(text) {
  clearTimeout(saying);
  saying = setTimeout(() => byId('status')?.replaceChildren(text), 150);
}

/**
 * Moves with the arrow keys among elements of which one can be reached by Tab.
 * @param {HTMLElement} parent @param {string} selector @param {(next: HTMLElement) => void} [chosen]
 */
export function roving(parent, selector, chosen) {
  parent.addEventListener('keydown', e => {
    const all = /** @type {HTMLElement[]} */ ([...parent.querySelectorAll(selector)]).filter(x => !x.hidden);
    const at = all.indexOf(/** @type {HTMLElement} */ (e.target));
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -at, End: all.length - 1 - at }[e.key];
    if (at < 0 || step === undefined) return;
    e.preventDefault();
    const next = all[(at + step + all.length) % all.length];
    all.forEach(x => { x.tabIndex = x === next ? 0 : -1; });
    next.focus();
    chosen?.(next);
  });
}
