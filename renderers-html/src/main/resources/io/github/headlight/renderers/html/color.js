// From probability to colour: the place on the ramp is p ^ gamma. Colours are 0xAABBGGRR.

let printing = false;
const FONT = 'system-ui,sans-serif';
const darkSystem = matchMedia('(prefers-color-scheme:dark)');

function themeName() {
  if (printing) return 'light';
  return state.theme === 'auto' ? (darkSystem.matches ? 'dark' : 'light') : state.theme;
}

/** @returns {{ramp: string[], masked: string, mark: string, text: string, dim: string}} */
const colors = () => page.colors[themeName()];
/** @param {string} hex */
const channels = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
/** @param {number[]} rgb */
const pixel = ([r, g, b]) => (0xff000000 | b << 16 | g << 8 | r) >>> 0;

const ramp = new Uint32Array(256);
/** the place on the ramp, 0 to 255, and the colour of each code */
let positions = new Uint8Array(256), codeColors = new Uint32Array(256), masked = 0;

/** @param {number} p */
const position = p => Math.round(255 * Math.min(1, p) ** state.gamma);

function mixColors() {
  document.documentElement.dataset.theme = themeName();
  const stops = colors().ramp.map(channels), last = stops.length - 1;
  for (let i = 0; i < 256; i++) {
    const x = i / 255 * last, at = Math.min(last - 1, Math.floor(x)), part = x - at;
    ramp[i] = pixel(stops[at].map((v, n) => Math.round(v + (stops[at + 1][n] - v) * part)));
  }
  masked = pixel(channels(colors().masked));
  capture().values.forEach((p, code) => {
    positions[code] = position(p);
    codeColors[code] = ramp[positions[code]];
  });
  drawLegend();
}

/** Background and a text colour that can be read on it. @param {number} p */
function shade(p) {
  const c = ramp[position(p)], rgb = [c & 255, c >> 8 & 255, c >> 16 & 255];
  const [r, g, b] = rgb.map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  // Above this luminance black has the higher contrast, below it white.
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179;
  return { background: `rgb(${rgb})`, text: light ? '#000' : '#fff' };
}

function drawLegend() {
  const g = byId('ramp').getContext('2d'), image = g.createImageData(256, 1);
  new Uint32Array(image.data.buffer).set(ramp);
  g.putImageData(image, 0, 0);
  const ticks = [0, 0.01, 0.1, 0.3, 1].filter(p => p !== 0.01 || state.gamma <= 0.7);
  byId('ticks').replaceChildren(...ticks.map(p => {
    const tick = document.createElement('span');
    tick.textContent = String(p);
    tick.style.left = `${100 * p ** state.gamma}%`;
    return tick;
  }));
}

/** A probability as the page says it: as exact as it is stored, half up. @param {number} p */
function say(p) {
  const least = capture().values[1], thousandths = Math.round(p * 1000);
  if (p < least) return `< ${least}`;
  return p < 0.1 ? (thousandths / 1000).toFixed(3) : (Math.round(thousandths / 10) / 100).toFixed(2);
}
