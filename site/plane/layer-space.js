/** Where a layer takes the plane: its grid and the rows of the data, as outputs of two of its neurons. */

import { signal, untracked } from "@preact/signals-core";
import { emptied } from "../kit/canvas.js";
import { colours } from "../kit/colours.js";
import { make } from "../kit/dom.js";
import { rebuild, redraw, sizeOf } from "../kit/redraw.js";
import { along } from "../kit/scale.js";
import { short } from "../model/format.js";
import { neurons } from "../model/frame.js";
import { neuronOutputs } from "./neuron-outputs.js";
import { css, paletteOf } from "./palette.js";
import { drawPoint, isOff, radiusOf } from "./points.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { LayerSpace as Numbers } from "../python/queries.js"
 */

/** Room for the axes, in pixels: as much across as upwards. */
const [LEFT, RIGHT, TOP] = [40, 8, 8];
/** More rows than these would hide the grid. */
const MOST_ROWS = 500;

export class LayerSpace {
  #numbers = signal(/** @type {Numbers | null} */ (null));
  #chosen = signal(/** @type {[number, number, number]} */ ([0, 0, 0]));

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const names = ["Layer", "Across", "Upwards"];
    this.selects = names.map((name) =>
      make("select", {
        name: `layer-space-${name.toLowerCase()}`,
        onchange: () => this.#changed(),
      }),
    );
    this.canvas = make("canvas", { role: "img" });
    this.root = make(
      "div",
      { className: "layer-space", hidden: true },
      make("div", { className: "layer-space-picture" }, this.canvas),
      make(
        "div",
        {},
        make("h3", { textContent: "Where a layer takes the plane" }),
        make("p", {
          textContent:
            "An even grid over the picture, and the points, where two neurons of a layer put them. " +
            "What comes after the layer has only this to tell them apart by.",
        }),
        make(
          "div",
          { className: "axes" },
          ...this.selects.map((select, at) => make("label", {}, `${names[at]} `, select)),
        ),
      ),
    );
    const room = sizeOf(this.canvas);
    rebuild(
      () => this.#units,
      () => this.#offer(),
    );
    redraw(() => {
      const [numbers, { width: size }, theme] = [this.#numbers.value, room.value, colours()];
      untracked(() => this.#draw(numbers, size, theme)); // the picture and rows are those of the numbers
    });
  }

  /** The layer and its two neurons, counted from 0. */
  get chosen() {
    return this.#chosen.value;
  }

  /** How many neurons each layer has. */
  get #units() {
    return this.session.description.experiment.layers.map(({ units }) => units);
  }

  /** Whether there is a layer with two neurons. */
  get isThere() {
    return this.#units.some((units) => units > 1);
  }

  /** @param {Numbers | null} numbers */
  show(numbers) {
    this.#numbers.value = numbers;
  }

  /** Offers the layers that have two neurons, and those of the chosen one. */
  #offer() {
    const all = this.#units;
    const wide = all.flatMap((units, layer) => (units > 1 ? [layer] : []));
    this.root.hidden = !wide.length;
    this.selects[0].replaceChildren(
      ...wide.map((layer) =>
        make("option", {
          value: String(layer),
          text: layer === all.length - 1 ? "output" : String(layer + 1),
        }),
      ),
    );
    this.#offerNeurons();
    this.show(null);
    this.#choose();
  }

  #offerNeurons() {
    const units = this.#units[Number(this.selects[0].value)] ?? 0;
    for (const [at, select] of this.selects.slice(1).entries()) {
      select.replaceChildren(
        ...Array.from({ length: units }, (_, unit) =>
          make("option", { value: String(unit), text: `neuron ${unit + 1}` }),
        ),
      );
      select.selectedIndex = at;
    }
  }

  #choose() {
    const [layer, first, second] = this.selects.map(({ value }) => Number(value));
    this.#chosen.value = [layer, first, second];
  }

  /** Two axes are two neurons: the other select makes way. */
  #changed() {
    const [layer, first, second] = this.selects;
    if (document.activeElement === layer) this.#offerNeurons();
    if (first.value === second.value) {
      const other = document.activeElement === second ? first : second;
      other.selectedIndex = (other.selectedIndex + 1) % other.length;
    }
    this.#choose();
  }

  /**
   * @param {Numbers | null} numbers
   * @param {number} size
   * @param {ReturnType<typeof colours>} theme
   */
  #draw(numbers, size, theme) {
    const pen = emptied(this.canvas, size, size);
    if (!numbers || size < 2 * (LEFT + RIGHT)) return;
    const { grid, rows, ranges } = numbers;
    const side = size - LEFT - RIGHT;
    const spot = (/** @type {ArrayLike<number>} */ point) => ({
      x: LEFT + along(...ranges[0], point[0]) * side,
      y: TOP + (1 - along(...ranges[1], point[1])) * side,
    });
    const line = (/** @type {ArrayLike<number>[]} */ points) =>
      points.forEach((point, at) => {
        const { x, y } = spot(point);
        if (at) pen.lineTo(x, y);
        else pen.moveTo(x, y);
      });

    pen.lineWidth = 1;
    pen.strokeStyle = theme.edge;
    pen.strokeRect(LEFT - 0.5, TOP - 0.5, side + 1, side + 1);
    if (grid[0] instanceof Float64Array) {
      pen.beginPath();
      line(/** @type {Float64Array[]} */ (grid));
      pen.strokeStyle = theme.positive;
      pen.lineWidth = 2.5;
      pen.stroke();
    } else this.#grid(pen, /** @type {Float64Array[][]} */ (grid), line);
    this.#rows(pen, rows, spot);
    this.#axes(pen, side, ranges);
  }

  /**
   * The cells, in the colours of the network's output there.
   *
   * @param {CanvasRenderingContext2D} pen
   * @param {Float64Array[][]} grid
   * @param {(points: Float64Array[]) => void} line
   */
  #grid(pen, grid, line) {
    const { session } = this;
    const found = neuronOutputs(session);
    const outputs = neurons(session.description.experiment).filter(({ isOutput }) => isOutput);
    const { levels } = session.description.plane;
    const palette = paletteOf(colours());
    const cells = grid.length - 1;
    const at = (/** @type {number} */ place, /** @type {number} */ width) =>
      Math.floor(((place + 0.5) / cells) * width);
    for (let row = 0; found && row < cells; row += 1) {
      for (let column = 0; column < cells; column += 1) {
        const place = at(row, found.width) * found.width + at(column, found.width);
        const values = outputs.map(({ index }) => found.of(index)[place]);
        const best = values.indexOf(Math.max(...values));
        pen.fillStyle = css(
          values.length > 1
            ? palette.ofClass(best, 1)
            : palette.of(values[0], levels[levels.length - 1]),
        );
        pen.beginPath();
        line([
          grid[row][column],
          grid[row][column + 1],
          grid[row + 1][column + 1],
          grid[row + 1][column],
        ]);
        pen.fill();
      }
    }
    pen.strokeStyle = colours().ink;
    pen.globalAlpha = 0.3;
    pen.lineWidth = 0.6;
    pen.beginPath();
    for (const points of [...grid, ...grid[0].map((_, column) => grid.map((row) => row[column]))])
      line(points);
    pen.stroke();
    pen.globalAlpha = 1;
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Float64Array[]} rows
   * @param {(point: Float64Array) => {x: number, y: number}} spot
   */
  #rows(pen, rows, spot) {
    const { table, description } = this.session;
    if (rows.length > MOST_ROWS || table.aims.length !== rows.length) return;
    const level = description.plane.levels[description.plane.levels.length - 1];
    const look = {
      radius: Math.min(radiusOf(table), 5),
      isTest: false,
      palette: paletteOf(colours()),
      level,
      theme: colours(),
    };
    rows.forEach((row, at) =>
      drawPoint(pen, spot(row), table.aims[at], {
        ...look,
        isOff: isOff(table.inputs[at], this.session.slice),
      }),
    );
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} side
   * @param {[number, number][]} ranges
   */
  #axes(pen, side, ranges) {
    const [layer, first, second] = this.selects.map(
      (select) => select.selectedOptions[0]?.text ?? "",
    );
    pen.fillStyle = colours().soft;
    pen.font = "11px system-ui, sans-serif";
    pen.textBaseline = "top";
    const ends = /** @type {const} */ (["left", "right"]);
    ends.forEach((align, at) => {
      pen.textAlign = align;
      pen.fillText(short(ranges[0][at]), LEFT + at * side, TOP + side + 6);
    });
    pen.textAlign = "center";
    pen.fillText(first, LEFT + side / 2, TOP + side + 22);
    pen.textAlign = "right";
    pen.fillText(short(ranges[1][1]), LEFT - 5, TOP);
    pen.textBaseline = "bottom";
    pen.fillText(short(ranges[1][0]), LEFT - 5, TOP + side);
    pen.save();
    pen.translate(14, TOP + side / 2);
    pen.rotate(-Math.PI / 2);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(second, 0, 0);
    pen.restore();
    this.canvas.ariaLabel = `Where layer ${layer} takes the plane: ${first} across, ${second} upwards`;
  }
}
