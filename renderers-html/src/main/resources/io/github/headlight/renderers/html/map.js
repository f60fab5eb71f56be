// The map: a thumbnail for each head, layers down, heads across, on one canvas; a button over each.

/** @type {Promise<Uint8Array>[]} */
const maps = [];
/** @type {Uint8Array} */
let thumbnails;
const LEFT = 26, GAP = 1, GROUP_GAP = 5, MEAN_GAP = 12;
let tile = 20;

const grouped = () => capture().kvHeads < capture().heads;
const headsPerGroup = () => capture().heads / capture().kvHeads;
const mapTop = () => grouped() ? 31 : 16;

/** @param {number} h */
function tileX(h) {
  const { heads } = capture(), mean = h === heads ? MEAN_GAP : 0;
  const groups = grouped() ? Math.floor(Math.min(h, heads - 1) / headsPerGroup()) : 0;
  return LEFT + h * (tile + GAP) + groups * GROUP_GAP + mean;
}

/** @param {number} l */
const tileY = l => mapTop() + l * (tile + GAP);

/** Chooses the size of tiles by the room there is. */
function fitMap() {
  const { layers, columns } = capture(), wide = isWide(), main = byId('main');
  tile = 0;
  const fixed = tileX(columns - 1) + 12;
  const room = wide ? innerWidth * 0.52 : main.clientWidth;
  const byWidth = (room - fixed) / columns - GAP;
  const top = byId('tiles').getBoundingClientRect().top + scrollY + mapTop();
  const byHeight = wide ? (innerHeight - top - 76) / layers - GAP : 99;
  tile = Math.floor(Math.max(wide ? 14 : 8, Math.min(56, byWidth, byHeight)));
  const width = tileX(columns - 1) + tile + 12, height = tileY(layers);
  main.classList.toggle('small', height < innerHeight * 0.45);
  main.style.setProperty('--map-width', `${clamp(width, 400, innerWidth * 0.6)}px`);
  return { width, height };
}

function drawMap() {
  if (byId('map').hidden || !thumbnails) return;
  const { width, height } = fitMap(), { layers, columns } = capture();
  const canvas = byId('map-canvas'), ratio = pixelRatio();
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const g = canvas.getContext('2d');
  const image = g.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let l = 0; l < layers; l++) {
    for (let h = 0; h < columns; h++) drawTile(pixels, canvas.width, ratio, l, h);
  }
  g.putImageData(image, 0, 0);
  g.scale(ratio, ratio);
  numberMap(g);
  placeButtons();
}

/**
 * Draws a thumbnail, each pixel the mean of what it covers.
 * @param {Uint32Array} pixels @param {number} stride @param {number} ratio
 * @param {number} l @param {number} h
 */
function drawTile(pixels, stride, ratio, l, h) {
  const { queryEdges, keyEdges, causal, columns } = capture();
  const rows = queryEdges.length - 1, cols = keyEdges.length - 1, size = Math.round(tile * ratio);
  const from = (l * columns + h) * rows * cols;
  const x0 = Math.round(tileX(h) * ratio), y0 = Math.round(tileY(l) * ratio);
  for (let y = 0; y < size; y++) {
    const r0 = Math.floor(y * rows / size), r1 = Math.max(r0 + 1, Math.floor((y + 1) * rows / size));
    for (let x = 0; x < size; x++) {
      const c0 = Math.floor(x * cols / size);
      const c1 = Math.max(c0 + 1, Math.floor((x + 1) * cols / size));
      let sum = 0, seen = 0;
      for (let r = r0; r < r1; r++) {
        for (let c = c0; c < c1; c++) {
          if (causal && keyEdges[c] >= queryEdges[r + 1] || state.sink && c === 0) continue;
          sum += positions[thumbnails[from + r * cols + c]];
          seen++;
        }
      }
      pixels[(y0 + y) * stride + x0 + x] = seen ? ramp[Math.round(sum / seen)] : masked;
    }
  }
}

/** Numbers the layers and heads and brackets heads that share a key/value head. @param {any} g */
function numberMap(g) {
  const { layers, heads, columns, kvHeads } = capture(), top = mapTop();
  const step = Math.ceil(14 / (tile + GAP));
  g.fillStyle = g.strokeStyle = colors().dim;
  g.font = `10.5px ${FONT}`;
  g.textBaseline = 'middle';
  g.textAlign = 'right';
  for (let l = 0; l < layers; l += step) g.fillText(l, LEFT - 6, tileY(l) + tile / 2);
  g.textAlign = 'center';
  for (let h = 0; h < heads; h += step) g.fillText(h, tileX(h) + tile / 2, top - 8);
  if (columns > heads) g.fillText('mean', tileX(heads) + tile / 2, top - 8);
  for (let group = 0; grouped() && group < kvHeads; group++) {
    const x0 = tileX(group * headsPerGroup()), x1 = tileX((group + 1) * headsPerGroup() - 1) + tile;
    const full = `key/value head ${group}`, label = g.measureText(full).width < x1 - x0 - 16
      ? full : x1 - x0 > 40 ? `KV ${group}` : String(group);
    const half = g.measureText(label).width / 2 + 4, middle = (x0 + x1) / 2;
    g.fillText(label, middle, 7);
    g.beginPath();
    g.moveTo(x0 + 0.5, 14);
    g.lineTo(x0 + 0.5, 7.5);
    g.lineTo(Math.max(x0, middle - half), 7.5);
    g.moveTo(Math.min(x1, middle + half), 7.5);
    g.lineTo(x1 - 0.5, 7.5);
    g.lineTo(x1 - 0.5, 14);
    g.stroke();
  }
}

/** @param {number} l @param {number} h */
const tileButton = (l, h) => byId('grid').children[l].children[h];

function buildButtons() {
  const { layers, columns } = capture(), rows = [];
  for (let l = 0; l < layers; l++) {
    const row = document.createElement('div');
    row.setAttribute('role', 'row');
    for (let h = 0; h < columns; h++) {
      const button = document.createElement('button');
      button.type = 'button';
      button.tabIndex = -1;
      button.setAttribute('role', 'gridcell');
      button.setAttribute('aria-label', describe(l, h));
      button.dataset.layer = String(l);
      button.dataset.head = String(h);
      row.append(button);
    }
    rows.push(row);
  }
  byId('grid').replaceChildren(...rows);
}

/** @param {number} l @param {number} h */
function describe(l, h) {
  const { heads, kinds, sinks } = capture();
  if (h === heads) return `Layer ${l}, mean over heads`;
  const i = l * heads + h;
  return `Layer ${l}, head ${h}` + (kinds.length ? `: ${kinds[i]}, ${sinks[i].toFixed(2)} on the first token` : '');
}

function placeButtons() {
  const { layers, columns } = capture();
  for (let l = 0; l < layers; l++) {
    for (let h = 0; h < columns; h++) {
      const { style } = tileButton(l, h);
      style.left = `${tileX(h)}px`;
      style.top = `${tileY(l)}px`;
      style.width = style.height = `${tile}px`;
    }
  }
}

/** Marks the open head, which is also where Tab comes in. */
function markTile() {
  if (byId('map').hidden) return;
  for (const old of byId('grid').querySelectorAll('[aria-selected=true],[tabindex="0"]')) {
    old.removeAttribute('aria-selected');
    old.tabIndex = -1;
  }
  const now = tileButton(state.l, state.h);
  now.setAttribute('aria-selected', 'true');
  now.tabIndex = 0;
}

/** @param {KeyboardEvent} e */
function moveOnMap(e) {
  const at = /** @type {HTMLElement} */ (e.target).dataset, { layers, columns } = capture();
  if (!at.layer) return;
  let l = Number(at.layer), h = Number(at.head);
  switch (e.key) {
    case 'ArrowLeft': h--; break;
    case 'ArrowRight': h++; break;
    case 'ArrowUp': l--; break;
    case 'ArrowDown': l++; break;
    case 'PageUp': l -= 7; break;
    case 'PageDown': l += 7; break;
    case 'Home': h = 0; if (e.ctrlKey) l = 0; break;
    case 'End': h = columns - 1; if (e.ctrlKey) l = layers - 1; break;
    default: return;
  }
  e.preventDefault();
  const next = tileButton(clamp(l, 0, layers - 1), clamp(h, 0, columns - 1));
  /** @type {HTMLElement} */ (e.target).tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function mapEvents() {
  const grid = byId('grid');
  grid.addEventListener('click', (/** @type {any} */ e) => {
    const { layer, head } = e.target.dataset;
    if (layer) go({ l: Number(layer), h: Number(head) });
  });
  grid.addEventListener('keydown', moveOnMap);
  grid.addEventListener('pointerover', (/** @type {any} */ e) => {
    if (e.target.dataset.layer) showTip(e, e.target.getAttribute('aria-label'));
  });
  grid.addEventListener('pointerleave', hideTip);
}
