/** A network, layer by layer, with one row on its way through it; one neuron of it is chosen. */

import { signal } from "@preact/signals-core";
import { around, thickness } from "../kit/labelled-canvas.js";
import { brief, indexed, short } from "../model/format.js";
import { inputNames, neurons } from "../model/frame.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Frame, Neuron } from "../model/frame.js"
 * @import { Point, LabelledCanvas } from "../kit/labelled-canvas.js"
 * @import { Passing } from "./drawing.js"
 * @import { Thumbnails } from "../plane/thumbnails.js"
 * @import { Handles } from "./handles.js"
 */

const THICKEST = 8;
const BENDS = [0.5, 0.5];
/** Of lines with their numbers between them: they stay apart as long as they can. */
const WORDED_BENDS = [0.9, 0.1];
const RADIUS = 19;
const SMALL_RADIUS = 14;
const LOW_RADIUS = 12;
/** So many signs. */
const ROOM_IN_CIRCLE = 4;
/** The inputs of which every neuron has a picture in it; of more, a picture is only a slice. */
const MOST_INPUTS = 2;
/** Where neurons have a picture in them, it is as large as there is room, within bounds. */
const [LEAST_PICTURE, MOST_PICTURE] = [7, 25];
/** Below a picture, for its number. */
const BELOW = 9;
/** Nodes that are nearer to each other are drawn smaller. */
const ROOMY = 56;
/** A drawing that is lower than this has one line of words, not two. */
const LOW = 260;
/** Above and below the nodes, in pixels: for the inputs' names, and for what is said of the chosen neuron. */
const MARGINS = { roomy: [46, 92], usual: [40, 78], low: [36, 36] };
/** Of more weights than these, each has two decimals: what lies between the lines is narrow. */
const FEW_WEIGHTS = 4;
const MOST_APART = 84;
const AROUND = 10;
/** So far from the end of its line a weight's grip stands. */
const GRIP_AT = 6;
/** An output so far from 0 has so strong a colour that its number is written in the paper's. */
const STRONG = 0.5;
/** Of a weight with its name. */
const [WORDS_WIDTH, FEW_WORDS_WIDTH] = [84, 44];
/** The side of the square of a bias. */
const SQUARE = 10;

export class Network {
  /**
   * @param {Session} session
   * @param {LabelledCanvas} sheet
   * @param {Handles} handles
   */
  constructor(session, sheet, handles) {
    this.session = session;
    this.sheet = sheet;
    this.handles = handles;
    /** They come with the first network that has them. */
    this.arrived = signal(/** @type {Thumbnails | null} */ (null));
    this.coming = false;
  }

  get pictures() {
    return this.arrived.value;
  }

  /** @param {Passing} passing */
  draw({ frame, inputs, targets, row }) {
    const { session, sheet } = this;
    const { experiment } = session.description;
    const all = neurons(experiment);
    const chosen = session.chosenNeuron;
    const outputs = frame.row("outputs", row);
    const parameters = this.handles.hand.shown(frame);
    const pictured = this.#begin(experiment.question.length, frame);
    const { columns, radius, inputRadius, roomy } = places(
      sheet.size,
      [inputs.length, ...experiment.layers.map(({ units }) => units)],
      pictured,
    );

    for (const pass of ["others", "chosen"]) {
      for (const neuron of all) {
        if ((neuron.index === chosen.index) !== (pass === "chosen")) continue;
        const radii = { from: neuron.layer ? radius : inputRadius, to: radius };
        this.#arrive(neuron, columns, radii, parameters, pass === "chosen");
      }
    }
    const names = inputNames(session.description);
    inputs.forEach((value, index) => {
      const at = columns[0][index];
      const used = chosen.layer === 0 ? `sum-${index} adjustment-${index}` : "";
      sheet.circle(at, inputRadius, sheet.colours.panel);
      sheet.part(names[index], used, around(at, inputRadius + 3));
      sheet.label(`input ${index}`, names[index], "", { x: at.x, y: at.y - inputRadius - 8 });
      const whole = short(value);
      const text = whole.length > ROOM_IN_CIRCLE ? String(Number(value.toPrecision(2))) : whole;
      sheet.label(`input value ${index}`, "", text, { ...at, className: "value" });
    });
    for (const neuron of all)
      this.#neuron(
        neuron,
        columns,
        radius,
        outputs[neuron.index],
        neuron.isOutput ? frame.outputs(row)[neuron.unit] : outputs[neuron.index],
        parameters,
        chosen,
        pictured,
        roomy,
      );
    if (pictured)
      this.pictures?.enlarge(all, ({ layer, unit }) => columns[layer + 1][unit], radius);
    this.#caption(chosen, frame, row, targets);
  }

  /** Another drawing takes its place. */
  leave() {
    this.pictures?.end();
  }

  /**
   * Whether there is a picture of every neuron; they are of the iteration that is on the stage.
   *
   * @param {number} inputs
   * @param {Frame} frame
   */
  #begin(inputs, frame) {
    if (inputs > MOST_INPUTS || frame !== this.session.frame) {
      this.leave();
      return false;
    }
    if (!this.coming) this.#fetch();
    return this.pictures?.begin() ?? false;
  }

  async #fetch() {
    this.coming = true;
    try {
      const { Thumbnails } = await import("../plane/thumbnails.js");
      this.arrived.value = new Thumbnails(this.session, this.sheet);
    } catch {
      // Without a network they do not come: neurons have the colour of their output.
    }
  }

  /**
   * The lines that come to a neuron, with their numbers if it is the chosen one.
   *
   * @param {Neuron} neuron
   * @param {Point[][]} columns
   * @param {{from: number, to: number}} radii
   * @param {Float64Array} parameters
   * @param {boolean} isChosen
   */
  #arrive({ layer, unit, weights }, columns, radii, parameters, isChosen) {
    const { sheet } = this;
    const to = columns[layer + 1][unit];
    weights.forEach((place, index) => {
      const from = columns[layer][index];
      const weight = parameters[place];
      const start = { x: from.x + radii.from, y: from.y };
      sheet.pen.globalAlpha = isChosen ? 1 : 0.35;
      const width = thickness(weight, THICKEST);
      const isOfMany = weights.length > FEW_WEIGHTS;
      const bends = isChosen && isOfMany ? WORDED_BENDS : BENDS;
      sheet.bow(start, { x: to.x - radii.to, y: to.y }, sheet.colours.signed(weight), width, bends);
      sheet.pen.globalAlpha = 1;
      if (!isChosen) return;
      const grip = { x: start.x + GRIP_AT, y: start.y };
      const at = {
        x: grip.x + GRIP_AT,
        y: start.y + (from.y > to.y ? 1 : -1) * (width / 2 + 8),
      };
      const name = indexed("w", index);
      // Of many, the number alone: there is no room for a name beside the line.
      sheet.label(`weight ${index}`, isOfMany ? "" : `${name} `, weight, {
        ...at,
        align: "start",
        className: isOfMany ? "plate value brief" : "plate",
        part: name,
        ...(isOfMany && { format: brief }),
      });
      const box = {
        x: start.x,
        y: Math.min(at.y, grip.y) - AROUND,
        width: at.x - start.x + (isOfMany ? FEW_WORDS_WIDTH : WORDS_WIDTH),
        height: 2 * AROUND + Math.abs(at.y - grip.y),
      };
      const about = `sum-${index} adjustment-${index} update-${index}`;
      this.handles.part(name, about, { place, name, value: weight, grip, isSmall: true }, box);
    });
  }

  /**
   * @param {Neuron} neuron
   * @param {Point[][]} columns
   * @param {number} radius
   * @param {number} output
   * @param {number} said The same in the units of the targets, if it is an output neuron's.
   * @param {Float64Array} parameters
   * @param {Neuron} chosen
   * @param {boolean} pictured
   * @param {boolean} roomy Whether there is room for its number below its picture.
   */
  #neuron(neuron, columns, radius, output, said, parameters, chosen, pictured, roomy) {
    const { sheet } = this;
    const { index, layer, unit, bias } = neuron;
    const at = columns[layer + 1][unit];
    const isChosen = index === chosen.index;
    if (pictured) this.pictures?.draw(neuron, at, radius);
    else sheet.bulb(at, radius, output);
    if (isChosen) sheet.ring(at, radius + 4, pictured);
    if (bias !== null) this.#bias(parameters[bias], at, radius, pictured, isChosen);
    const wrong = chosen.isOutput ? "error" : "back";
    const about = isChosen
      ? `sum output slope delta ${wrong}`
      : layer === chosen.layer + 1
        ? "back"
        : "";
    sheet.part(neuron.name, about, around(at, radius + 5), {
      chosen: isChosen,
      onclick: () => this.session.look(index),
      neuron: index,
    });
    if (!pictured && radius < SMALL_RADIUS) return; // no room for its number
    const text = brief(said);
    if (!pictured) {
      const className = `value ${Math.abs(output) > STRONG ? "on" : ""}`;
      sheet.label(`output ${index}`, "", text, { ...at, className });
    } else if (roomy)
      sheet.label(`output ${index}`, "", text, {
        x: at.x,
        y: at.y + radius + BELOW + (isChosen ? 5 : 0),
        className: "value",
      });
  }

  /**
   * A square at a neuron's lower left, in the colour of its bias.
   *
   * @param {number} bias
   * @param {Point} at
   * @param {number} radius
   * @param {boolean} pictured
   * @param {boolean} isChosen
   */
  #bias(bias, { x, y }, radius, pictured, isChosen) {
    const { pen, colours } = this.sheet;
    // On the corner of a picture, or of its ring; on a circle's edge.
    const away = (pictured ? radius : radius * Math.SQRT1_2) + (isChosen ? 3 : 0);
    const side = Math.min(SQUARE, radius * 0.7);
    pen.fillStyle = colours.signed(bias);
    pen.strokeStyle = colours.panel;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.rect(x - away - side / 2, y + away - side / 2, side, side);
    pen.fill();
    pen.stroke();
  }

  /**
   * @param {Neuron} chosen
   * @param {Frame} frame
   * @param {number} row
   * @param {number[] | null} targets
   */
  #caption({ name, index, unit, bias, isOutput }, frame, row, targets) {
    const { sheet } = this;
    const { width, height } = sheet.size;
    const aim = isOutput && targets ? `, target ${short(targets[unit])}` : "";
    const parameters = this.handles.hand.shown(frame);
    const isLow = height < LOW;
    const y = height - (isLow ? 12 : 20);
    const above = isLow
      ? { x: width - 8, y: 8, align: /** @type {const} */ ("end") }
      : { x: width / 2, y: y - 20 };
    sheet.label("which", `${name}${aim}`, "", above);
    const columns = bias === null ? 2 : 3;
    const x = (/** @type {number} */ column) => (width * (column + 0.5)) / columns;
    sheet.label("caption sum", "sum ", frame.row("sums", row)[index], { x: x(columns - 2), y });
    const output = isOutput ? frame.outputs(row)[unit] : frame.row("outputs", row)[index];
    sheet.label("caption output", "output ", output, {
      x: x(columns - 1),
      y,
    });
    if (bias === null) return;
    const at = { x: x(0), y };
    sheet.label("caption b", "b ", parameters[bias], { ...at, part: "bias" });
    const grip = { x: at.x - WORDS_WIDTH / 2 - GRIP_AT, y };
    const box = {
      x: grip.x - AROUND,
      y: at.y - AROUND,
      width: WORDS_WIDTH + GRIP_AT + AROUND,
      height: 2 * AROUND,
    };
    const number = { place: bias, name: "b", value: parameters[bias], grip, isSmall: true };
    this.handles.part("bias", "sum-bias adjustment-bias update-bias", number, box);
  }
}

/**
 * Where the nodes stand, column by column.
 *
 * @param {{width: number, height: number}} size
 * @param {number[]} counts
 * @param {boolean} pictured
 */
function places({ width, height }, counts, pictured) {
  const most = Math.max(...counts);
  const isWide = (height - MARGINS.roomy[0] - MARGINS.roomy[1]) / Math.max(1, most - 1) >= ROOMY;
  const margins = MARGINS[height < LOW ? "low" : isWide ? "roomy" : "usual"];
  const [top, bottom] = [margins[0], height - margins[1]];
  const room = (/** @type {number} */ count) =>
    Math.min(MOST_APART, (bottom - top) / Math.max(1, count - 1));
  const apart = room(most);
  const roomy = apart >= ROOMY && height >= LOW;
  const half = Math.min(apart / 2, width / counts.length / 4) - (roomy ? BELOW + 4 : 2);
  const radius = pictured
    ? Math.max(LEAST_PICTURE, Math.min(MOST_PICTURE, half))
    : roomy
      ? RADIUS
      : Math.min(SMALL_RADIUS, apart / 2 - 1);
  // The inputs have names, and need more room.
  const least = height < LOW ? LOW_RADIUS : room(counts[0]) >= ROOMY ? RADIUS : SMALL_RADIUS;
  const inputRadius = Math.max(radius, least);
  const [left, right] = [inputRadius + 16, width - radius - 16];
  const columns = counts.map((count, column) =>
    Array.from({ length: count }, (_, index) => ({
      x: left + ((right - left) * column) / (counts.length - 1),
      y: (top + bottom) / 2 + (index - (count - 1) / 2) * (column ? apart : room(count)),
    })),
  );
  return { columns, radius, inputRadius, roomy };
}
