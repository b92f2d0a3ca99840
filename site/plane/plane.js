/** What the network makes of the plane of two inputs, with the rows of the data on it. */

import { computed } from "@preact/signals-core";
import { ticks } from "d3-array";
import { emptied } from "../kit/canvas.js";
import { colours } from "../kit/colours.js";
import { make } from "../kit/dom.js";
import { heldBy, isSeen, rebuild, redraw, sizeOf } from "../kit/redraw.js";
import { along, TICKS } from "../kit/scale.js";
import { indexed, sentence, short } from "../model/format.js";
import { neurons } from "../model/frame.js";
import { Heatmap } from "./heatmap.js";
import { LayerSpace } from "./layer-space.js";
import { neuronOutputs } from "./neuron-outputs.js";
import { classColour, classLetter, css, paletteOf } from "./palette.js";
import { PlaneHand } from "./plane-hand.js";
import { drawPoint, drawQuestion, isOff, places, radiusOf } from "./points.js";
import { Slice } from "./slice.js";

/**
 * @import { Level } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 * @import { Point } from "../kit/labelled-canvas.js"
 */

/** Along each side of the picture. */
const POINTS = 81;
/** Room for the axes, in pixels: as much across as upwards, so that the picture is a square. */
const [LEFT, RIGHT, TOP] = [52, 18, 18];
/** A hidden neuron's curve reaches so far up and down. */
const HIDDEN_HEIGHTS = /** @type {[number, number]} */ ([-1.2, 1.2]);
/** There the sign of the new situation is on its other side. */
const NEAR_EDGE = 30;
const FONT = "12px system-ui, sans-serif";

export class Plane {
  #picture = new Heatmap();
  #hasPicture = computed(() => this.session.plane !== null);

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.pictured = make("select", {
      name: "pictured",
      onchange: () => session.look(this.pictured.value === "" ? null : Number(this.pictured.value)),
    });
    const [discrete, tests] = [1, 2].map(() => make("input", { type: "checkbox" }));
    this.isDiscrete = heldBy(discrete, () => discrete.checked);
    this.hasTests = heldBy(tests, () => tests.checked);
    const testsLabel = make("label", {}, tests, " Show test points");
    this.canvas = make("canvas", { ariaHidden: "true" });
    this.marks = make("canvas", { tabIndex: 0, role: "application" });
    this.marks.setAttribute("aria-roledescription", "picture with a cross");
    this.scale = make("div", { className: "plane-scale" });
    this.legend = make("ul", { className: "plane-legend" });
    const slice = new Slice(session);
    this.hand = new PlaneHand(this);
    this.layerSpace = new LayerSpace(session);
    this.root = make(
      "div",
      { className: "plane" },
      make(
        "div",
        {},
        make("div", { className: "plane-picture" }, this.canvas, this.marks),
        this.hand.readout,
        this.hand.said,
      ),
      make(
        "div",
        { className: "plane-side" },
        make(
          "div",
          { className: "plane-choices" },
          make("label", {}, "Picture of ", this.pictured),
          make("label", {}, discrete, " Discrete"),
          testsLabel,
        ),
        this.scale,
        this.legend,
        this.hand.modes,
        slice.root,
        this.layerSpace.root,
      ),
    );
    const room = sizeOf(this.marks);
    this.size = computed(() => Math.min(room.value.width, room.value.height));
    // Pictures cost Python's time, so they are computed only while this is on the screen.
    const seen = isSeen(this.root, "100px");
    redraw(() => session.watchPlane(this, seen.value ? POINTS : 0));
    redraw(() => {
      testsLabel.hidden = !session.table.test?.length;
      discrete.disabled = this.isCurve;
    });
    const offered = rebuild(
      () => this.#neuronOptions,
      () => {
        const options = this.#neuronOptions.map((option) => make("option", option));
        this.pictured.replaceChildren(...options);
      },
    );
    redraw(() => {
      offered.value; // of which one is chosen
      this.pictured.value = this.#chosenOption;
    });
    redraw(() => this.#showScale());
    redraw(() => this.#showLegend());
    const isThere = () => seen.value && this.size.value >= 2 * (LEFT + RIGHT);
    redraw(() => isThere() && this.#drawPicture());
    redraw(() => isThere() && this.#drawMarks());
  }

  /** Whether there is one input only, and so a curve. */
  get isCurve() {
    return this.session.description.plane.ranges.length === 1;
  }

  /** Whether the picture is of the largest of several outputs. */
  get isOfClasses() {
    return (
      !this.isCurve && this.session.neuron === null && this.session.table.targets[0].length > 1
    );
  }

  /** How far the picture reaches: across, and upwards. */
  get reach() {
    const { ranges, heights } = this.session.description.plane;
    return {
      across: ranges[0],
      upwards: ranges[1] ?? (this.session.chosenNeuron.isOutput ? heights : HIDDEN_HEIGHTS),
    };
  }

  /** Where on the canvas the picture itself is. */
  get box() {
    const side = this.size.value - LEFT - RIGHT;
    return { x: LEFT, y: TOP, width: side, height: side };
  }

  /**
   * Where a point of the plane is on the canvas.
   *
   * @param {Point} point
   */
  spot({ x, y }) {
    const { box, reach } = this;
    return {
      x: box.x + along(...reach.across, x) * box.width,
      y: box.y + (1 - along(...reach.upwards, y)) * box.height,
    };
  }

  /** The rows of the data, as points that can be seen. */
  get places() {
    return places(this.session.table, this.hasTests.value);
  }

  /** What the axes are called. */
  get names() {
    const { inputs, names } = this.session.table;
    const name = (/** @type {number} */ column, /** @type {string} */ plain) =>
      names.length ? `${plain}: ${names[column]}` : plain;
    return [
      name(0, indexed("x", 0)),
      this.isCurve ? (names[inputs[0].length] ?? "output") : name(1, indexed("x", 1)),
    ];
  }

  /**
   * What the picture has at a point, as words; nothing where there is no picture.
   *
   * @param {Point} point
   */
  valueAt({ x, y }) {
    const found = neuronOutputs(this.session);
    if (!found) return "";
    const { across, upwards } = this.reach;
    const cell = (/** @type {number} */ share, /** @type {number} */ count) =>
      Math.max(0, Math.min(count - 1, Math.floor(share * count)));
    const { width } = found;
    const row = this.isCurve ? 0 : cell(1 - along(...upwards, y), width);
    const at = row * width + cell(along(...across, x), width);
    if (!this.isOfClasses) return `output ${short(found.of(this.session.chosenNeuron.index)[at])}`;
    const outputs = this.#outputNeurons().map(({ index }) => found.of(index)[at]);
    const best = outputs.indexOf(Math.max(...outputs));
    return `largest output ${this.#className(best)}, ${short(outputs[best])}`;
  }

  #drawPicture() {
    const { session, box } = this;
    const pen = emptied(this.canvas, this.size.value, this.size.value);
    this.marks.ariaLabel = `What it makes of the plane: the ${this.#pictureName()} over ${this.names.join(" and ")}`;
    const found = neuronOutputs(session);
    if (!found || session.stale) return;
    const { index } = session.chosenNeuron;
    const level = session.description.plane.levels[index];
    const palette = paletteOf(colours());
    if (this.isCurve) return this.#drawCurve(pen, found.of(index));
    if (this.isOfClasses) {
      const stack = this.#outputNeurons().map((neuron) => found.of(neuron.index));
      this.#picture.classes(stack, found.width, palette, this.isDiscrete.value);
    } else if (this.isDiscrete.value)
      this.#picture.sides(found.of(index), found.width, palette, level);
    else this.#picture.signed(found.of(index), found.width, palette, level);
    this.#picture.drawOn(pen, box);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Float32Array} outputs
   */
  #drawCurve(pen, outputs) {
    const { box, reach } = this;
    const [least, most] = reach.across;
    pen.save();
    pen.beginPath();
    pen.rect(box.x, box.y, box.width, box.height);
    pen.clip();
    pen.beginPath();
    outputs.forEach((output, at) => {
      const { x, y } = this.spot({
        x: least + ((at + 0.5) / outputs.length) * (most - least),
        y: output,
      });
      if (Number.isFinite(y)) pen.lineTo(x, Math.max(-1e4, Math.min(y, 1e4)));
    });
    pen.strokeStyle = colours().positive;
    pen.lineWidth = 2.5;
    pen.lineJoin = "round";
    pen.stroke();
    pen.restore();
  }

  #drawMarks() {
    const { session, box, hand } = this;
    const pen = emptied(this.marks, this.size.value, this.size.value);
    this.#drawAxes(pen);
    const { table } = session;
    const theme = colours();
    const look = {
      radius: radiusOf(table),
      palette: paletteOf(theme),
      level: this.#outputLevel(),
      theme,
    };
    for (const place of this.places) {
      const at = this.spot(place.row === hand.carried?.row ? hand.carried : place);
      drawPoint(pen, at, table.aims[place.row], {
        ...look,
        isTest: place.isTest,
        isOff: isOff(table.inputs[place.row], session.slice),
      });
    }
    this.#drawQuestion(pen);
    if (hand.cross) {
      const { x, y } = this.spot(hand.cross);
      for (const [colour, width] of /** @type {const} */ ([
        [theme.panel, 3.5],
        [theme.ink, 1.5],
      ])) {
        pen.strokeStyle = colour;
        pen.lineWidth = width;
        pen.beginPath();
        for (const [from, to] of [
          [-14, -5],
          [5, 14],
        ]) {
          pen.moveTo(x + from, y);
          pen.lineTo(x + to, y);
          pen.moveTo(x, y + from);
          pen.lineTo(x, y + to);
        }
        pen.stroke();
      }
    }
    pen.strokeStyle = theme.edge;
    pen.lineWidth = 1;
    pen.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
  }

  /** @param {CanvasRenderingContext2D} pen */
  #drawQuestion(pen) {
    const { session, reach } = this;
    const { question } = session.description.experiment;
    const [x, y] = this.isCurve ? [question[0], this.#answer] : question;
    if (!Number.isFinite(y)) return;
    const inside = {
      x: Math.max(reach.across[0], Math.min(x, reach.across[1])),
      y: Math.max(reach.upwards[0], Math.min(y, reach.upwards[1])),
    };
    const beyond = { x: Math.sign(x - inside.x), y: -Math.sign(y - inside.y) };
    const at = this.spot(inside);
    if (isOff(question, session.slice)) pen.setLineDash([4, 3]);
    drawQuestion(
      pen,
      { x: at.x - 5 * beyond.x, y: at.y - 5 * beyond.y },
      beyond,
      {
        x: at.x > this.size.value - NEAR_EDGE ? -1 : 1,
        y: at.y < NEAR_EDGE ? 1 : -1,
      },
      colours(),
    );
    pen.setLineDash([]);
  }

  /** What the neuron of the picture answers to the new situation. */
  get #answer() {
    const { frame, chosenNeuron } = this.session;
    return chosenNeuron.isOutput
      ? frame.outputs(frame.rows)[chosenNeuron.unit]
      : frame.row("outputs", frame.rows)[chosenNeuron.index];
  }

  /** @param {CanvasRenderingContext2D} pen */
  #drawAxes(pen) {
    const { box, reach } = this;
    const [across, upwards] = this.names;
    pen.fillStyle = colours().soft;
    pen.strokeStyle = colours().edge;
    pen.lineWidth = 1;
    pen.font = FONT;
    pen.textAlign = "center";
    pen.textBaseline = "top";
    const bottom = box.y + box.height;
    for (const tick of ticks(...reach.across, TICKS)) {
      const { x } = this.spot({ x: tick, y: 0 });
      pen.fillRect(Math.round(x) - 0.5, bottom, 1, 5);
      pen.fillText(short(tick), x, bottom + 8);
    }
    pen.fillText(across, box.x + box.width / 2, bottom + 28, box.width);
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const tick of ticks(...reach.upwards, TICKS)) {
      const { y } = this.spot({ x: 0, y: tick });
      pen.fillRect(box.x - 5, Math.round(y) - 0.5, 5, 1);
      pen.fillText(short(tick), box.x - 8, y);
    }
    pen.save();
    pen.translate(12, box.y + box.height / 2);
    pen.rotate(-Math.PI / 2);
    pen.textAlign = "center";
    pen.fillText(upwards, 0, 0, box.height);
    pen.restore();
  }

  #showLegend() {
    const { session, isCurve } = this;
    const { table } = session;
    const { question } = session.description.experiment;
    const isOther = table.inputs.some((inputs) => isOff(inputs, session.slice));
    const items = [
      [
        "●",
        isCurve
          ? "a row of the data, at its target"
          : "a row of the data, in the colour of its target",
      ],
      ...(table.test?.length
        ? [["◆", `a row for testing${this.hasTests.value ? "" : ", not shown"}`]]
        : []),
      ...(isOther
        ? [["○", "a row that is not on this slice: its other inputs are not those"]]
        : []),
      [
        "?",
        `the new situation${isOff(question, session.slice) ? ", which is not on this slice: its ring is dashed" : ""}`,
      ],
    ];
    this.legend.replaceChildren(
      ...items.map(([mark, text]) =>
        make(
          "li",
          {},
          make("span", {
            className: `mark ${mark === "?" ? "asked-mark" : ""}`,
            textContent: mark,
            ariaHidden: "true",
          }),
          text,
        ),
      ),
    );
  }

  /** The neurons of which there may be a picture; the output has no number where it is the only one. */
  get #neuronOptions() {
    const { session } = this;
    const all = neurons(session.description.experiment);
    const outputs = session.table.targets[0].length;
    const several = outputs > 1;
    const options = all.map((neuron) => {
      const { name, index, unit, isOutput } = neuron;
      const text = isOutput && several ? `output ${this.#className(unit)}` : name;
      return { text, value: isOutput && !several ? "" : String(index) };
    });
    if (several) options.unshift({ text: "the largest output", value: "" });
    else options.reverse();
    return options;
  }

  get #chosenOption() {
    const { chosenNeuron, neuron, table } = this.session;
    const isOnlyOutput = chosenNeuron.isOutput && table.targets[0].length === 1;
    return neuron === null || isOnlyOutput ? "" : String(chosenNeuron.index);
  }

  /** What the colours mean. */
  #showScale() {
    const { session } = this;
    const palette = paletteOf(colours());
    if (this.isCurve)
      return this.scale.replaceChildren(key(colours().positive, `the ${this.#pictureName()}`));
    if (!this.#hasPicture.value)
      return this.scale.replaceChildren(
        make("p", {
          textContent: session.ready
            ? ""
            : "Its colours are Python's to compute; they are here as soon as it has arrived.",
        }),
      );
    if (this.isOfClasses) {
      const classes = this.#outputNeurons().map(({ unit }) =>
        key(classColour(unit), this.#className(unit)),
      );
      return this.scale.replaceChildren(...classes);
    }
    const level = session.description.plane.levels[session.chosenNeuron.index];
    const { pivot, span } = level;
    if (this.isDiscrete.value) {
      const { chosenNeuron, table } = session;
      const words = chosenNeuron.isOutput ? table.class_names : [];
      const texts = [`output below ${short(level.level)}`, `${short(level.level)} and above`].map(
        (text, at) => (words.length ? `${text}: ${words[at]}` : text),
      );
      return this.scale.replaceChildren(
        ...palette.sides(level).map((side, at) => key(css(side), texts[at])),
      );
    }
    const bar = make("div", { className: "plane-bar" });
    bar.style.background = palette.gradient;
    const ends = [`${short(pivot - span)} or less`, short(pivot), `${short(pivot + span)} or more`];
    this.scale.replaceChildren(
      make("p", { textContent: sentence(this.#pictureName()) }),
      bar,
      make(
        "div",
        { className: "plane-ends" },
        ...ends.map((textContent) => make("span", { textContent })),
      ),
      make("p", { textContent: this.#whyThere(level) }),
    );
  }

  #pictureName() {
    const { chosenNeuron } = this.session;
    if (this.isOfClasses) return "largest output";
    return chosenNeuron.isOutput ? "output" : `output of ${chosenNeuron.name}`;
  }

  #outputNeurons() {
    return neurons(this.session.description.experiment).filter(({ isOutput }) => isOutput);
  }

  /** Where the picture changes its colour, and why there. @param {Level} level */
  #whyThere({ low, pivot, high }) {
    const { chosenNeuron, table } = this.session;
    const words = table.class_names.map((word) => ` (${word})`);
    const [least, most] = [low, high].map((end, at) => `${short(end)}${words[at] ?? ""}`);
    const isHalfway = table.kind === "classification" || pivot !== 0;
    if (chosenNeuron.isOutput && low < high && isHalfway)
      return `The colour changes at ${short(pivot)}, halfway between the targets ${least} and ${most}.`;
    return chosenNeuron.isOutput
      ? "The colour changes at 0."
      : `The colour changes at ${short(pivot)}, its output where its sum is 0.`;
  }

  #outputLevel() {
    const { levels } = this.session.description.plane;
    return levels[levels.length - 1];
  }

  /** @param {number} unit Of the output layer. */
  #className(unit) {
    const { inputs, names } = this.session.table;
    const name = names[inputs[0].length + unit];
    return name ? `${classLetter(unit)} (${name})` : classLetter(unit);
  }
}

/**
 * A colour and what it stands for.
 *
 * @param {string} colour
 * @param {string} text
 */
function key(colour, text) {
  const swatch = make("span", { className: "swatch" });
  swatch.style.background = colour;
  return make("p", { className: "plane-key" }, swatch, text);
}
