// The matrix of the current head: queries down, keys across; zoom, pan, a crosshair with the value.

/** @type {Matrix|null} */
let current = null;
/** First row and column shown, and how often the whole is enlarged. */
const view = { row: 0, column: 0, zoom: 1 };
/** Where cells are on the canvas. */
let plot = { left: 0, top: 0, side: 1, cell: 1 };
/** @type {OffscreenCanvas|null} */
let cells = null;
/** The cell under the pointer or moved to by keys. @type {{q: number, k: number}|null} */
let cross = null;
const LEAST_SHOWN = 12, LINE = 12;

const span = () => Math.max(capture().queries, capture().keys);
const shown = () => span() / view.zoom;

/** A label for an axis: no dot before words, but a hyphen before what continues one. @param {string[]} labels @param {number} i */
function axisLabel(labels, i) {
  const first = unit(i), label = word(labels[i]);
  if (labels === capture().labels && parts(first).length > 1) return `${label} ${i - first + 1}/${parts(first).length}`;
  const letters = /^\p{Alphabetic}/u.test(labels[i]) && i > 0 && /\p{Alphabetic}$/u.test(labels[i - 1]);
  const spaced = !/^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(labels[i]);
  return letters && spaced ? `-${label}` : label;
}

/** @param {any} g @param {string} text @param {number} width */
function fitText(g, text, width) {
  if (g.measureText(text).width <= width) return text;
  const points = [...text];
  while (points.length > 1 && g.measureText(points.join('') + '\u2026').width > width) points.pop();
  return points.join('') + '\u2026';
}

/** Draws all anew: the size, the cells, the axes. */
function drawMatrix() {
  const canvas = byId('matrix'), g = canvas.getContext('2d'), ratio = pixelRatio();
  const { keys, queries, labels } = capture();
  g.font = `11.5px ${FONT}`;
  const longest = (/** @type {string[]} */ all, /** @type {number} */ count) => {
    let width = 0;
    for (let i = 0; i < count; i += Math.ceil(count / 64)) width = Math.max(width, g.measureText(axisLabel(all, i)).width);
    return Math.ceil(width) + 10;
  };
  const wide = isWide(), room = byId('detail').clientWidth;
  const most = wide ? 120 : 84;
  plot.left = clamp(longest(rowLabels(), queries), 74, most);
  plot.top = clamp(longest(labels, keys), 48, wide ? 100 : most);
  const top = byId('detail').getBoundingClientRect().top + scrollY;
  const byHeight = wide ? Math.max(300, innerHeight - top - 94) - plot.top : 999;
  const byWidth = (room < 560 ? room : room - 200) - plot.left - 2;
  const side = clamp(Math.min(byWidth, byHeight), 120, 720);
  // Whole pixels a cell look even where cells are large.
  const whole = Math.floor(side * ratio / span());
  plot.side = whole >= 4 ? whole * span() / ratio : Math.floor(side);
  plot.cell = plot.side / shown();
  const width = Math.ceil(plot.left + plot.side + 2), height = Math.ceil(plot.top + plot.side + 2);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  drawCells(ratio);
  drawFrame();
}

/** Paints the cells; below one pixel a cell the largest covered, or diagonals would break up. @param {number} ratio */
function drawCells(ratio) {
  if (!current) { cells = null; return; }
  const { queries, keys, causal, values } = capture(), size = Math.round(plot.side * ratio);
  cells = new OffscreenCanvas(size, size);
  const g = /** @type {OffscreenCanvasRenderingContext2D} */ (cells.getContext('2d'));
  const image = g.createImageData(size, size), pixels = new Uint32Array(image.data.buffer);
  const scale = shown() / size, { bytes, starts } = current;
  for (let y = 0; y < size; y++) {
    const q0 = Math.floor(view.row + y * scale);
    const q1 = Math.min(queries, Math.max(q0 + 1, Math.floor(view.row + (y + 1) * scale)));
    for (let x = 0; x < size; x++) {
      const k0 = Math.floor(view.column + x * scale);
      const k1 = Math.min(keys, Math.max(k0 + 1, Math.floor(view.column + (x + 1) * scale)));
      if (q0 >= queries || k0 >= keys) continue;
      let best = -1;
      for (let k = state.sink && k0 === 0 ? 1 : k0; k < k1; k++) {
        for (let q = causal && q0 < k ? k : q0; q < q1; q++) best = Math.max(best, bytes[starts[k] + q]);
      }
      pixels[y * size + x] = best < 0 ? masked : codeColors[best];
    }
  }
  g.putImageData(image, 0, 0);
}

/** Draws what lies over the cells: axes, chosen row, crosshair. */
function drawFrame() {
  const canvas = byId('matrix'), g = canvas.getContext('2d'), ratio = pixelRatio();
  const { left, top, side, cell } = plot, c = colors();
  g.setTransform(1, 0, 0, 1, 0, 0);
  g.clearRect(0, 0, canvas.width, canvas.height);
  if (cells) g.drawImage(cells, Math.round(left * ratio), Math.round(top * ratio));
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.font = `11.5px ${FONT}`;
  g.textBaseline = 'middle';
  drawAxis(g, false);
  drawAxis(g, true);
  g.fillStyle = c.dim;
  g.textAlign = 'right';
  g.font = `italic 11px ${FONT}`;
  g.fillText('keys \u2192', left - 12, top - 22);
  g.fillText('queries \u2193', left - 12, top - 8);
  g.beginPath();
  g.rect(left, top, side, side);
  g.save();
  g.clip();
  g.strokeStyle = c.mark;
  g.lineWidth = 1.5;
  const at = ((state.d === 'from' ? state.q - view.row : state.q - view.column)) * cell;
  const thick = Math.max(cell, 3);
  if (state.d === 'from') g.strokeRect(left - 4, top + at - (thick - cell) / 2, side + 8, thick);
  else g.strokeRect(left + at - (thick - cell) / 2, top - 4, thick, side + 8);
  if (cross) {
    const x = left + (cross.k - view.column + 0.5) * cell, y = top + (cross.q - view.row + 0.5) * cell;
    g.lineWidth = 1;
    g.strokeStyle = c.dim;
    g.beginPath();
    g.moveTo(left, y); g.lineTo(left + side, y);
    g.moveTo(x, top); g.lineTo(x, top + side);
    g.stroke();
  }
  g.restore();
}

/** @param {any} g @param {boolean} across the keys, else the queries */
function drawAxis(g, across) {
  const { left, top, side, cell } = plot, c = colors(), labels = across ? capture().labels : rowLabels();
  const count = across ? capture().keys : capture().queries, start = across ? view.column : view.row;
  const chosen = across === (state.d === 'to') ? state.q : -1, step = Math.max(1, Math.ceil(LINE / cell));
  const write = (/** @type {number} */ i) => {
    const at = (i - start + 0.5) * cell;
    if (at < 0 || at > side || i >= count) return;
    g.save();
    g.fillStyle = i === chosen ? c.mark : c.text;
    g.font = i === chosen ? `bold 11.5px ${FONT}` : `11.5px ${FONT}`;
    if (across) {
      g.translate(left + at, top - 5);
      g.rotate(-Math.PI / 2);
      g.textAlign = 'left';
      g.fillText(fitText(g, axisLabel(labels, i), top - 8), 0, 0);
    } else {
      g.textAlign = 'right';
      g.fillText(fitText(g, axisLabel(labels, i), left - 8), left - 5, top + at);
    }
    g.restore();
  };
  for (let i = Math.ceil(start / step) * step; i < Math.min(count, start + shown()); i += step) {
    if (i !== chosen && (chosen < 0 || Math.abs(i - chosen) * cell >= LINE)) write(i);
  }
  if (chosen >= 0) write(chosen);
}

/** @param {number} factor @param {number} [x] place that stays, 0 to 1 @param {number} [y] */
function zoom(factor, x = 0.5, y = 0.5) {
  const before = shown();
  view.zoom = clamp(view.zoom * factor, 1, span() / LEAST_SHOWN);
  pan(view.row + (before - shown()) * y, view.column + (before - shown()) * x);
}

/** @param {number} row @param {number} column */
function pan(row, column) {
  const last = span() - shown();
  view.row = clamp(row, 0, last);
  view.column = clamp(column, 0, last);
  plot.cell = plot.side / shown();
  drawCells(pixelRatio());
  drawFrame();
}

function zoomAll() {
  view.zoom = 1;
  pan(0, 0);
}

/** The cell at a place of the window, or null. @param {{clientX: number, clientY: number}} e */
function cellAt(e) {
  const box = byId('matrix').getBoundingClientRect(), { queries, keys } = capture();
  const x = e.clientX - box.left - plot.left, y = e.clientY - box.top - plot.top;
  const q = Math.floor(view.row + y / plot.cell), k = Math.floor(view.column + x / plot.cell);
  return x >= 0 && y >= 0 && x < plot.side && y < plot.side && q < queries && k < keys ? { q, k } : null;
}

/** What a cell says. @param {{q: number, k: number}} cell */
function sayCell({ q, k }) {
  if (!current) return '';
  const pair = `Reading ${numbered(q, rowLabels())}, looking at ${numbered(k)}: `;
  return pair + (current.code(q, k) < 0 ? 'not visible, it comes later' : say(current.value(q, k))) + `\n${sayRest(q)}`;
}

/** @param {number} q */
function sayRest(q) {
  if (!current) return '';
  const { keys, causal, values } = capture(), rest = current.rest(q);
  let small = 0;
  for (let k = 0; k < (causal ? q + 1 : keys); k++) small += current.code(q, k) === 0 ? 1 : 0;
  if (!small || rest < values[1]) return '';
  return `${say(rest)} is spread over ${small} token${small === 1 ? '' : 's'} with less than ${values[1]} each`;
}

/** @param {{q: number, k: number}|null} cell */
function moveCross(cell) {
  if (!cell) byId('status').textContent = '';
  if (cell?.q === cross?.q && cell?.k === cross?.k) return;
  cross = cell;
  drawFrame();
}

/** @param {KeyboardEvent} e */
function moveInMatrix(e) {
  const { queries, keys } = capture(), by = e.shiftKey ? 10 : 1;
  let { q, k } = cross || { q: Math.min(state.q, queries - 1), k: 0 };
  switch (e.key) {
    case '+': case '=': zoom(1.5); return;
    case '-': zoom(1 / 1.5); return;
    case '0': zoomAll(); return;
    case 'Enter': go({ q, d: 'from' }); return;
    case 'Escape': moveCross(null); hideTip(); return;
    case 'ArrowLeft': k -= by; break;
    case 'ArrowRight': k += by; break;
    case 'ArrowUp': q -= by; break;
    case 'ArrowDown': q += by; break;
    default: return;
  }
  e.preventDefault();
  q = clamp(q, 0, queries - 1);
  k = clamp(k, 0, keys - 1);
  const n = shown();
  if (q < view.row || q >= view.row + n || k < view.column || k >= view.column + n) {
    pan(Math.max(Math.min(view.row, q), q + 1 - n), Math.max(Math.min(view.column, k), k + 1 - n));
  }
  moveCross({ q, k });
  announce(sayCell({ q, k }));
}

function matrixEvents() {
  const canvas = byId('matrix');
  /** @type {{x: number, y: number, row: number, column: number, moved: boolean}|null} */
  let drag = null;
  canvas.addEventListener('pointerdown', (/** @type {PointerEvent} */ e) => {
    drag = { x: e.clientX, y: e.clientY, row: view.row, column: view.column, moved: false };
    canvas.setPointerCapture(e.pointerId);
  });
  canvas.addEventListener('pointermove', (/** @type {PointerEvent} */ e) => {
    if (drag && (drag.moved || Math.hypot(e.clientX - drag.x, e.clientY - drag.y) > 4)) {
      drag.moved = true;
      hideTip();
      pan(drag.row - (e.clientY - drag.y) / plot.cell, drag.column - (e.clientX - drag.x) / plot.cell);
      return;
    }
    const cell = cellAt(e);
    moveCross(cell);
    if (cell && current) showTip(e, sayCell(cell));
    else hideTip();
  });
  canvas.addEventListener('pointerup', (/** @type {PointerEvent} */ e) => {
    const cell = drag && !drag.moved && cellAt(e);
    drag = null;
    if (cell) go({ q: cell.q, d: 'from' });
  });
  canvas.addEventListener('pointercancel', () => { drag = null; });
  canvas.addEventListener('pointerleave', () => { moveCross(null); hideTip(); });
  canvas.addEventListener('wheel', (/** @type {WheelEvent} */ e) => {
    if (!cellAt(e) || e.deltaY > 0 && view.zoom === 1) return;
    e.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(e.deltaY < 0 ? 1.25 : 0.8, (e.clientX - box.left - plot.left) / plot.side, (e.clientY - box.top - plot.top) / plot.side);
  }, { passive: false });
  canvas.addEventListener('keydown', moveInMatrix);
  byId('zoom-in').addEventListener('click', () => zoom(1.5));
  byId('zoom-out').addEventListener('click', () => zoom(1 / 1.5));
  byId('zoom-all').addEventListener('click', zoomAll);
}
