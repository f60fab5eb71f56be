// Draws on a canvas or writes an SVG file: views draw with either.

import { FONT } from './color.js';
import { pixelRatio } from './dom.js';
import { round } from './math.js';

/**
 * @typedef {object} TextStyle
 * @property {string} [color]
 * @property {number} [size]
 * @property {boolean} [bold]
 * @property {boolean} [italic]
 * @property {'left'|'center'|'right'} [align]
 * @property {boolean} [upward] whether it is read from below
 */

/**
 * @typedef {object} Pen
 * @property {(text: string, x: number, y: number, style?: TextStyle) => void} text y is its middle
 * @property {(x: number, y: number, width: number, height: number, fill: string) => void} rect
 * @property {(path: string, color: string, width?: number, opacity?: number) => void} line along a path as SVG writes it
 * @property {(picture: HTMLCanvasElement, x: number, y: number, width: number, height: number) => void} picture
 */

/** @param {TextStyle} style */
const font = ({ size = 11.5, bold, italic }) => `${italic ? 'italic ' : ''}${bold ? 'bold ' : ''}${size}px ${FONT}`;

const ruler = document.createElement('canvas').getContext('2d');
/** @param {string} text @param {TextStyle} [style] */
export function measure(text, style = {}) {
  if (!ruler) return 0;
  ruler.font = font(style);
  return ruler.measureText(text).width;
}

/** Cuts a text to a width. @param {string} text @param {number} width @param {TextStyle} [style] */
export function fitText(text, width, style) {
  if (measure(text, style) <= width) return text;
  const points = [...text.slice(0, 200)];
  while (points.length > 1 && measure(`${points.join('')}\u2026`, style) > width) points.pop();
  return `${points.join('')}\u2026`;
}

/**
 * Sizes a canvas to the screen's pixels and gives a pen for it.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height @param {number} ratio
 * @returns {Pen}
 */
export function canvasPen(canvas, width, height, ratio) {
  canvas.width = round(width * ratio);
  canvas.height = round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const g = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.imageSmoothingEnabled = false;
  return {
    text(text, x, y, style = {}) {
      g.save();
      g.font = font(style);
      g.fillStyle = style.color ?? '#000';
      g.textAlign = style.align ?? 'left';
      g.textBaseline = 'middle';
      g.translate(x, y);
      if (style.upward) g.rotate(-Math.PI / 2);
      g.fillText(text, 0, 0);
      g.restore();
    },
    rect(x, y, w, h, fill) {
      g.fillStyle = fill;
      g.fillRect(x, y, w, h);
    },
    line(path, color, width = 1, opacity = 1) {
      g.strokeStyle = color;
      g.lineWidth = width;
      g.globalAlpha = opacity;
      g.stroke(new Path2D(path));
      g.globalAlpha = 1;
    },
    picture: (...args) => g.drawImage(...args),
  };
}

/** Draws a picture on a canvas of the page. @param {HTMLCanvasElement} canvas @param {import('./context.js').Picture} picture */
export const drawOn = (canvas, { width, height, draw }) => draw(canvasPen(canvas, width, height, pixelRatio()));

/** A canvas of coloured pixels. @param {number} width @param {number} height @param {(pixels: Uint32Array) => void} paint @returns {HTMLCanvasElement} */
export function bitmap(width, height, paint) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const g = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')), image = g.createImageData(width, height);
  paint(new Uint32Array(image.data.buffer));
  g.putImageData(image, 0, 0);
  return canvas;
}

/** Text as XML holds it: characters that it cannot hold are replaced. @param {string} text */
const escapeXml = text => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/gu, '\ufffd')
  .replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);

/** @param {number|string} x @noinline */
const short = x => `${round(Number(x) * 100) / 100}`;

/**
 * An element of an SVG file.
 * @param {string} name @param {Object<string, string|number|false|undefined>} attributes those without a value are left out
 * @param {string} [content]
 */
const tag = (name, attributes, content = '') => `<${name}${Object.entries(attributes)
  .map(([key, value]) => value === undefined || value === false ? '' : ` ${key}="${typeof value === 'number' ? short(value) : value}"`).join('')}>${content}</${name}>`;

/**
 * Writes what a view draws as an SVG file.
 * @param {number} width @param {number} height @param {string} background
 * @param {(pen: Pen) => void} draw
 */
export function svgOf(width, height, background, draw) {
  let body = '';
  /** @type {(...args: Parameters<typeof tag>) => void} */
  const add = (...args) => { body += tag(...args); };
  draw({
    text(text, x, y, { size = 11.5, color = '#000', align = 'left', bold, italic, upward } = {}) {
      add('text', {
        x, y, fill: color, 'font-size': size, 'font-weight': bold && 'bold', 'font-style': italic && 'italic',
        'text-anchor': { left: 'start', center: 'middle', right: 'end' }[align], 'dominant-baseline': 'central',
        transform: upward && `rotate(-90 ${short(x)} ${short(y)})`, 'xml:space': 'preserve',
      }, escapeXml(text));
    },
    rect(x, y, width, height, fill) { add('rect', { x, y, width, height, fill }); },
    line(path, stroke, line = 1, opacity = 1) {
      add('path', { d: path.replace(/\d+\.\d+/g, short), fill: 'none', stroke, 'stroke-width': line, 'stroke-opacity': opacity < 1 && opacity });
    },
    picture(picture, x, y, width, height) {
      add('image', { x, y, width, height, preserveAspectRatio: 'none', style: 'image-rendering:pixelated', href: picture.toDataURL() });
    },
  });
  return tag('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${short(width)} ${short(height)}`, 'font-family': FONT },
    tag('rect', { width: '100%', height: '100%', fill: background }) + body) + '\n';
}
