/** One neuron, with one row on its way through it. */

import { around, onBow, thickness } from "../kit/labelled-canvas.js";
import { fixed, indexed, short } from "../model/format.js";

/**
 * @import { Frame } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 * @import { Point, LabelledCanvas } from "../kit/labelled-canvas.js"
 * @import { Passing, Way } from "./drawing.js"
 * @import { Handles } from "./handles.js"
 */

const THICKEST = 13;
const THICKEST_NARROW = 7;
/** A drawing narrower than this is a phone's. */
const NARROW = 480;
/** Room for an input's name, in pixels; above a smaller circle than that it stands nearer. */
const [NAMED, TIGHT] = [14, 17];
/** All of it is larger where there is more room than this, in pixels, and so many times at most. */
const USUAL = { width: 520, height: 340 };
const LARGEST = 1.45;
/** An activation's picture that is narrower has room for the ends of its axis only. */
const ROOM_FOR_AXIS = 70;
/** The bias's input, beside the others. */
const BIAS_SIZE = 0.7;
/** So far around its words a part can be pointed at. */
const AROUND = 10;
/** So far from the end of its line a weight's grip stands. */
const GRIP_AT = 8;
/** So far back along its line a push comes, to stand beside the weight's number. */
const BACK = 0.6;

export class OneNeuron {
  /**
   * @param {Session} session
   * @param {LabelledCanvas} sheet
   * @param {Handles} handles
   */
  constructor(session, sheet, handles) {
    this.session = session;
    this.sheet = sheet;
    this.handles = handles;
    /** @type {Way | null} */
    this.way = null;
  }

  /** @param {Passing} passing */
  draw({ frame, inputs, targets, row, way }) {
    const { session, sheet } = this;
    this.way = way;
    const [layer] = session.description.experiment.layers;
    const parameters = this.handles.hand.shown(frame);
    const place = places(sheet.size.width, sheet.size.height, inputs.length + (layer.bias ? 1 : 0));
    const [sum] = frame.row("sums", row);
    const [output] = frame.row("outputs", row);

    inputs.forEach((value, index) => {
      sheet.pen.globalAlpha = value === 0 ? 0.4 : 1; // where the input is 0, the weight has no say
      this.#line(
        indexed("w", index),
        indexed("w", index),
        index,
        index,
        parameters[index],
        place.inputs[index],
        place.radius,
        place,
      );
      sheet.pen.globalAlpha = 1;
    });
    inputs.forEach((value, index) => this.#input(index, value, place.inputs[index], place.radius));
    if (layer.bias)
      this.#bias(inputs.length, parameters[inputs.length], place.inputs[inputs.length], place);
    sheet.line(
      { x: place.sum.x + place.radius, y: place.middle },
      { x: place.box.x, y: place.middle },
    );
    const right = place.box.x + place.box.width;
    sheet.line(
      { x: right, y: place.middle },
      { x: place.output.x - place.radius, y: place.middle },
    );
    this.#sum(sum, place);
    this.#activation(sum, output, place);
    this.#output(output, row, frame, targets ? targets[0] : null, place);
  }

  /**
   * A weight's or a bias's line, and its number, which can be pressed.
   *
   * @param {string} part What it is called among the parts.
   * @param {string} name
   * @param {string | number} which How `links.js` calls it.
   * @param {number} index Its place among the parameters.
   * @param {number} weight
   * @param {Point} from
   * @param {number} radius Of where it comes from.
   * @param {ReturnType<typeof places>} place
   */
  #line(part, name, which, index, weight, from, radius, place) {
    const { sheet } = this;
    const width = thickness(weight, place.thickest);
    const start = { x: from.x + radius, y: from.y };
    const end = { x: place.sum.x - place.radius, y: place.middle };
    sheet.bow(start, end, sheet.colours.signed(weight), width, place.bends);
    const below = from.y > place.middle;
    const grip = { x: start.x + GRIP_AT, y: start.y };
    const x = grip.x + GRIP_AT;
    const at = { x, y: start.y + (below ? 1 : -1) * (width / 2 + 11) };
    sheet.label(part, `${name} `, weight, { ...at, align: "start" });
    const [top, bottom] = [Math.min(at.y, grip.y) - AROUND, Math.max(at.y, grip.y) + AROUND];
    const box = { x: start.x, y: top, width: x - start.x + place.wordsWidth, height: bottom - top };
    const about = `sum-${which} adjustment-${which} update-${which}`;
    this.#bead(index, start, end, place.bends);
    this.handles.part(part, about, { place: index, name, value: weight, grip }, box);
  }

  /**
   * What runs along a line: the row's value, or on the way back how the row pushes the weight.
   *
   * @param {number} index
   * @param {Point} from
   * @param {Point} to
   * @param {number[]} bends
   */
  #bead(index, from, to, bends) {
    const { sheet, way } = this;
    if (!way) return;
    const push = way.pushes?.[index];
    if (way.pushes && !push) return;
    const { ink, panel } = sheet.colours;
    const at = onBow(from, to, bends, push ? 1 - way.wires * BACK : way.wires);
    sheet.pen.globalAlpha = 1;
    sheet.circle(at, 5.5, ink, panel);
    if (push) sheet.label(`push ${index}`, push, "", { x: at.x, y: at.y - 15, className: "plate" });
  }

  /**
   * @param {number} index
   * @param {number} value
   * @param {Point} at
   * @param {number} radius
   */
  #input(index, value, at, radius) {
    this.sheet.circle(at, radius, this.sheet.colours.panel);
    this.sheet.part(
      indexed("x", index),
      `sum-${index} adjustment-${index}`,
      around(at, radius + 3),
    );
    const y = at.y - radius - (radius < TIGHT ? 7 : 11);
    this.sheet.label(`input ${index}`, indexed("x", index), "", { x: at.x, y });
    this.sheet.label(`input value ${index}`, "", short(value), at);
  }

  /**
   * A bias is the weight of one more input, which is always 1.
   *
   * @param {number} index Its place among the parameters.
   * @param {number} bias
   * @param {Point} from
   * @param {ReturnType<typeof places>} place
   */
  #bias(index, bias, from, place) {
    const radius = place.radius * BIAS_SIZE;
    this.#line("bias", "b", "bias", index, bias, from, radius, place);
    this.sheet.circle(from, radius, this.sheet.colours.panel);
    this.sheet.label("bias one", "", "1", from);
  }

  /**
   * @param {number} sum
   * @param {ReturnType<typeof places>} place
   */
  #sum(sum, place) {
    this.sheet.circle(place.sum, place.radius, this.sheet.colours.panel);
    this.sheet.part("sum", "sum", around(place.sum, place.radius + 3));
    this.sheet.label("sigma", "Σ", "", { ...place.sum, className: "sigma" });
    this.sheet.label("sum", "sum", "", place.sumTitle);
    this.sheet.label("sum value", "", sum, { ...place.sumNumber, part: "sum" });
  }

  /**
   * @param {number} sum
   * @param {number} output
   * @param {ReturnType<typeof places>} place
   */
  #activation(sum, output, { box }) {
    const { session, sheet } = this;
    const { pen, colours } = sheet;
    const { sums, outputs } = session.description.curve;
    const [left, right] = [sums[0], sums[sums.length - 1]];
    const [low, high] = [Math.min(...outputs), Math.max(...outputs)];
    const margin = 14;
    const x = (/** @type {number} */ value) =>
      box.x + margin + ((value - left) / (right - left)) * (box.width - 2 * margin);
    const y = (/** @type {number} */ value) =>
      box.y + box.height - margin - ((value - low) / (high - low)) * (box.height - 2 * margin);

    pen.fillStyle = colours.panel;
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.roundRect(box.x, box.y, box.width, box.height, 12);
    pen.fill();
    pen.stroke();
    sheet.line({ x: x(left), y: y(0) }, { x: x(right), y: y(0) }, colours.line, 1);
    sheet.line({ x: x(0), y: y(low) }, { x: x(0), y: y(high) }, colours.line, 1);
    pen.strokeStyle = colours.soft;
    pen.lineWidth = 2;
    pen.beginPath();
    sums.forEach((value, at) => pen.lineTo(x(value), y(outputs[at])));
    pen.stroke();

    if (Number.isFinite(output)) {
      const [over, up] = this.#reached(sum, output);
      // Where the sum is beyond the picture, the point stands at its edge.
      const [px, py] = [
        x(Math.max(left, Math.min(over, right))),
        y(Math.max(low, Math.min(up, high))),
      ];
      pen.setLineDash([3, 4]);
      sheet.line({ x: px, y: y(0) }, { x: px, y: py }, colours.signed(output), 1.5);
      sheet.line({ x: px, y: py }, { x: box.x + box.width, y: py }, colours.signed(output), 1.5);
      pen.setLineDash([]);
      sheet.circle({ x: px, y: py }, 6, colours.signed(output), colours.panel);
    }
    sheet.part("activation", "output slope delta", box);
    const centre = box.x + box.width / 2;
    sheet.label("formula", session.activation(0).formula, "", { x: centre, y: box.y - 14 });
    // Where the curve is not: beside its lower end on the right, beside its upper end on the left.
    sheet.label("least output", fixed(low, 0), "", {
      x: x(0) + 6,
      y: y(low),
      align: "start",
      className: "tick",
    });
    sheet.label("most output", fixed(high, 0), "", {
      x: x(0) - 6,
      y: y(high),
      align: "end",
      className: "tick",
    });
    const below = box.y + box.height + 12;
    sheet.label("least sum", short(left), "", { x: x(left), y: below, className: "tick" });
    if (box.width > ROOM_FOR_AXIS)
      sheet.label("axis", "sum", "", { x: centre, y: below, className: "tick" });
    sheet.label("most sum", short(right), "", { x: x(right), y: below, className: "tick" });
  }

  /**
   * The point of the activation that a sum has come to on its way from 0: among those that Python has computed.
   *
   * @param {number} sum
   * @param {number} output
   */
  #reached(sum, output) {
    const { way, session } = this;
    if (!way || way.pushes || way.curve === 1) return [sum, output];
    const { sums, outputs } = session.description.curve;
    const placeOf = (/** @type {number} */ value) => {
      const at = sums.findIndex((one) => one >= value);
      return at < 0 ? sums.length - 1 : at;
    };
    const [start, goal] = [placeOf(0), placeOf(sum)];
    const at = start + Math.round(way.curve * (goal - start));
    return [sums[at], outputs[at]];
  }

  /**
   * @param {number} output As the network has it.
   * @param {number} row
   * @param {Frame} frame
   * @param {number | null} target
   * @param {ReturnType<typeof places>} place
   */
  #output(output, row, frame, target, { output: at, radius, width, outputTitle }) {
    const { sheet } = this;
    sheet.bulb(at, radius, output);
    sheet.part("output", "output error delta", around(at, radius + 3));
    sheet.label("output", "output", "", { x: at.x, y: at.y - radius - 12 });
    const edge = { x: width - 8, align: /** @type {const} */ ("end") };
    sheet.label("output value", "", frame.outputs(row)[0], {
      ...edge,
      y: outputTitle,
      part: "output",
    });
    if (target === null) return;
    sheet.label("target", `target ${short(target)}`, "", { ...edge, y: outputTitle + 18 });
  }
}

/**
 * Where everything stands, from left to right as a sentence is read.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} inputs With the bias's, which is the last.
 */
function places(width, height, inputs) {
  const narrow = width < NARROW;
  const scale = narrow
    ? 1
    : Math.max(1, Math.min(width / USUAL.width, height / USUAL.height, LARGEST));
  const edge = narrow ? 10 : 30;
  const top = 44;
  const bottom = height - 34;
  const middle = (top + bottom) / 2;
  const apart = inputs > 1 ? Math.min(90 * scale, (bottom - top) / (inputs - 1)) : 0;
  // Between two of them stands a name, too.
  const radius = narrow ? Math.min(17, ((apart || 90) - NAMED) / 2) : 21 * scale;
  const sum = { x: Math.max(width * (narrow ? 0.47 : 0.49), 160), y: middle };
  const output = { x: width - Math.max(radius, TIGHT) - edge, y: middle };
  const side = Math.min(width * 0.22, 150 * scale, output.x - sum.x - 2 * radius - 20);
  const boxLeft = (sum.x + radius + output.x - radius - side) / 2;
  const nodes = Array.from({ length: inputs }, (_, index) => ({
    x: edge + radius,
    y: middle + (index - (inputs - 1) / 2) * apart,
  }));
  const above = { x: sum.x, y: middle - radius - 28 };
  const sumTitle = narrow ? besides(nodes, middle + radius + 26, bottom, sum.x - 16) : above;
  return {
    width,
    // On a phone the lines stay apart as long as they can: between them stand the numbers.
    bends: narrow ? [0.8, 0.2] : inputs > 3 ? [0.75, 0.4] : [0.55, 0.55],
    thickest: narrow ? THICKEST_NARROW : THICKEST * scale,
    /** Of a weight's name and its number. */
    wordsWidth: narrow ? 78 : 84 * scale,
    radius,
    middle,
    inputs: nodes,
    sum,
    // On a phone there is room only below, left of the curve's axis; or above the curve's formula.
    sumTitle: sumTitle ?? { x: boxLeft + side / 2, y: middle - side / 2 - 52 },
    sumNumber: sumTitle
      ? { x: sumTitle.x, y: sumTitle.y + 16 }
      : { x: boxLeft + side / 2, y: middle - side / 2 - 36 },
    box: { x: boxLeft, y: middle - side / 2, width: side, height: side },
    output,
    // On a phone it goes below the curve's axis, which is too near to stand beside.
    outputTitle: narrow ? middle + side / 2 + 32 : middle + radius + 14,
  };
}

/**
 * A place for two lines of text that no number of a weight is in: those of what is below the
 * middle stand below their lines.
 *
 * @param {Point[]} nodes
 * @param {number} least From the top.
 * @param {number} most
 * @param {number} x
 */
function besides(nodes, least, most, x) {
  const taken = nodes.map(({ y }) => ({ from: y + 2, to: y + 24 }));
  for (let y = least; y <= most; y += 2) {
    if (taken.every(({ from, to }) => y + 24 <= from || y - 8 >= to)) return { x, y };
  }
  return null;
}
