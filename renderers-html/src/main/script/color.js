// From probability to colour: a place on the ramp, 0 to 255, by scale, range and threshold.

import { page } from './page.js';
import { floor, max, min, round } from './math.js';
import { capture, state } from './state.js';
/** @typedef {import('./cells.js').Cells} Cells */

export const FONT = 'system-ui,sans-serif';
/** Where a logarithmic scale begins, as a part of the largest value. */
const FLOOR = 1e-4;
const STEPS = 1 << 14;

const darkSystem = matchMedia('(prefers-color-scheme:dark)');
/** Whether what is drawn is for paper. */
export let printing = false;

/** @param {() => void} redraw */
export function onThemeChange(redraw) {
  darkSystem.addEventListener('change', redraw);
  // A canvas keeps its dark pixels on paper, so it is drawn again in the light colours.
  const print = (/** @type {boolean} */ on) => () => { printing = on; redraw(); };
  addEventListener('beforeprint', print(true));
  addEventListener('afterprint', print(false));
}

export function themeName() {
  if (printing) return 'light';
  return state.theme === 'auto' ? (darkSystem.matches ? 'dark' : 'light') : state.theme;
}

/** @noinline */
export const colors = () => page.colors[themeName()];
/** @param {string} hex */
const channels = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
/** Colours of an image's pixels are 0xAABBGGRR. @param {number[]} rgb */
const pixel = ([r, g, b]) => (0xff000000 | b << 16 | g << 8 | r) >>> 0;

/** @param {string[]} stops @returns {Uint32Array} 256 colours */
export function gradient(stops) {
  const colours = stops.map(channels), last = stops.length - 1;
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const x = i / 255 * last, at = min(last - 1, floor(x)), part = x - at;
    return pixel(colours[at].map((v, n) => round(v + (colours[at + 1][n] - v) * part)));
  });
}

/** @type {Uint32Array} */
export let ramp = new Uint32Array(256);
export let masked = 0;
/** the place on the ramp of each step from 0 to 1 */
const places = new Uint8Array(STEPS + 1);

/** @param {number} p */
function curve(p) {
  if (state.scale === 'log') return p <= FLOOR ? 0 : 1 - Math.log(p) / Math.log(FLOOR);
  return state.scale === 'linear' ? p : p ** state.gamma;
}

/** Where on the scale a part of the range lies, 0 to 1. @param {number} p */
export const curveAt = p => p > 0 ? curve(min(1, p)) : 0;

/** Mixes the colours anew: after another theme or scale. */
export function mixColors() {
  document.documentElement.dataset.theme = themeName();
  ramp = gradient(colors().ramp);
  masked = pixel(channels(colors().masked));
  for (let i = 0; i <= STEPS; i++) places[i] = round(255 * curveAt(i / STEPS));
}

/** The place on the ramp. @param {number} p @param {number} [top] what the end of the ramp stands for */
export const position = (p, top = 1) => p < state.least || !(p > 0) ? 0 : places[round(STEPS * min(1, p / top))];

/**
 * What the end of the ramp stands for in each row.
 * @param {Cells} cells
 */
export function tops({ found }) {
  const all = found.map(row => state.range === 'unit' ? 1 : max(0, ...row)), largest = all.reduce((a, b) => max(a, b), 0);
  return all.map(top => (state.range === 'row' ? top : largest) || 1);
}

/** The channels of a pixel. @param {number} colour */
const rgbOf = colour => [colour & 255, colour >> 8 & 255, colour >> 16 & 255];

/**
 * A pixel's colour in a style.
 * @param {number} colour
 * @noinline
 */
export const css = colour => `rgb(${rgbOf(colour)})`;

/** A style: background and a text colour that can be read on it. @param {number} c a pixel's colour */
export function shadeOf(c) {
  const [r, g, b] = rgbOf(c).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  // Above this luminance black has the higher contrast, below it white.
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179;
  return { background: css(c), color: light ? '#000' : '#fff' };
}

/** The shade of a probability. @param {number} p @param {number} [top] */
export const shade = (p, top = 1) => shadeOf(ramp[position(p, top)]);

/** A probability as the page says it: as exact as it is stored, half up. @param {number} p @param {number} [c] capture */
export function say(p, c = state.c) {
  const least = page.captures[c].values[1], thousandths = round(p * 1000);
  if (p < least) return `< ${least}`;
  return p < 0.1 ? (thousandths / 1000).toFixed(3) : (round(thousandths / 10) / 100).toFixed(2);
}

/** The smallest probability that has a value of its own. */
export const smallest = () => capture().values[1];
