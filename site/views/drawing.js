/** The neuron, with one row on its way through it. Shapes on a canvas, every number as text. */

import { digits, indexed, short } from "../format.js";
import { colours, onThemeChange } from "./colours.js";
import { find, make, write, writeNumber } from "./dom.js";

/** @import { Session } from "../session.js" */
/** @typedef {{x: number, y: number}} Point */

/** Line width, in pixels: of a weight of 0, and more for every 1 of its size, up to a limit. */
const THIN = 1.5;
const THICKER = 1.8;
const THICKEST = 13;
const THICKEST_NARROW = 7;
/** A drawing narrower than this is a phone's. */
const NARROW = 480;
/** An activation's picture that is narrower has room for the ends of its axis only. */
const ROOM_FOR_AXIS = 70;

export class Drawing {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.root = find("#drawing", HTMLElement);
    this.canvas = find("canvas", HTMLCanvasElement, this.root);
    this.pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    /** @type {Map<string, HTMLElement>} */
    this.labels = new Map();
    this.colours = colours();
    onThemeChange(() => {
      this.colours = colours();
      this.draw();
    });
    this.size = { width: 0, height: 0 };
    // Sizes are read here only: reading them after writing labels would have all of it laid out anew.
    new ResizeObserver(() => {
      this.#fit();
      this.draw();
    }).observe(this.root);
    this.#fit();
  }

  draw() {
    const { session, pen } = this;
    this.unused = new Set(this.labels.keys());
    this.root.classList.toggle("stale", session.stale);

    const { experiment } = session.description;
    const { selected, frame } = session;
    const isQuestion = selected >= experiment.data.inputs.length;
    const inputs = isQuestion ? experiment.question : experiment.data.inputs[selected];
    const [layer] = experiment.layers;
    const parameters = frame.row("parameters");
    const place = places(this.size.width, this.size.height, inputs.length, layer.bias);
    const [sum] = frame.row("sums", selected);
    const [output] = frame.row("outputs", selected);

    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.lineCap = "round";
    inputs.forEach((value, index) => {
      this.#weight(index, parameters[index], place.inputs[index], place, value === 0);
    });
    inputs.forEach((value, index) => this.#input(index, value, place.inputs[index], place.radius));
    if (layer.bias) this.#bias(parameters[inputs.length], place);
    this.#line({ x: place.sum.x + place.radius, y: place.middle }, { x: place.box.x, y: place.middle });
    const right = place.box.x + place.box.width;
    this.#line({ x: right, y: place.middle }, { x: place.output.x - place.radius, y: place.middle });
    this.#sum(sum, place);
    this.#activation(sum, output, place);
    this.#output(output, isQuestion ? null : experiment.data.targets[selected][0], place);

    for (const name of this.unused) {
      this.labels.get(name)?.remove();
      this.labels.delete(name);
    }
    const row = isQuestion ? "the new situation" : `row ${selected + 1}`;
    this.canvas.ariaLabel =
      `The neuron with ${row}, ${inputs.map(short).join(", ")}: the weighted inputs add up to ` +
      `${digits(sum)}, and the output is ${digits(output)}.`;
  }

  /** Makes the canvas as large as its place, in the screen's own pixels. */
  #fit() {
    const { clientWidth: width, clientHeight: height } = this.root;
    const scale = devicePixelRatio;
    this.size = { width, height };
    Object.assign(this.canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
    this.pen.setTransform(scale, 0, 0, scale, 0, 0);
    // Paper has another width; the drawing keeps the one that it was drawn for.
    this.root.style.setProperty("--drawn-width", `${width}px`);
    this.root.style.setProperty("--drawn-height", `${height}px`);
  }

  /**
   * @param {number} index
   * @param {number} weight
   * @param {Point} from
   * @param {ReturnType<typeof places>} place
   * @param {boolean} silent Whether the input is 0, so that the weight has no say.
   */
  #weight(index, weight, from, place, silent) {
    const { pen, colours } = this;
    const width = Math.min(THIN + THICKER * Math.abs(weight), place.thickest);
    const start = { x: from.x + place.radius, y: from.y };
    const end = { x: place.sum.x - place.radius, y: place.middle };
    pen.globalAlpha = silent ? 0.4 : 1;
    pen.strokeStyle = colours.signed(weight);
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(start.x, start.y);
    const [leaving, arriving] = place.bends.map((share) => share * (end.x - start.x));
    pen.bezierCurveTo(start.x + leaving, start.y, end.x - arriving, end.y, end.x, end.y);
    pen.stroke();
    pen.globalAlpha = 1;
    const below = from.y > place.middle;
    this.#label(`weight ${index}`, `${indexed("w", index)} `, weight, {
      x: start.x + place.bends[1] * 18,
      y: start.y + (below ? 1 : -1) * (width / 2 + 11),
      align: "start",
    });
  }

  /**
   * @param {number} index
   * @param {number} value
   * @param {Point} at
   * @param {number} radius
   */
  #input(index, value, at, radius) {
    this.#circle(at, radius, this.colours.panel);
    this.#label(`input ${index}`, indexed("x", index), "", { x: at.x, y: at.y - radius - 11 });
    this.#label(`input value ${index}`, "", short(value), at);
  }

  /**
   * @param {number} bias
   * @param {ReturnType<typeof places>} place
   */
  #bias(bias, place) {
    const { pen } = this;
    pen.strokeStyle = this.colours.signed(bias);
    pen.lineWidth = Math.min(THIN + THICKER * Math.abs(bias), place.thickest);
    pen.beginPath();
    pen.moveTo(place.bias.x, place.bias.y - place.radius * 0.7);
    pen.lineTo(place.sum.x, place.sum.y + place.radius);
    pen.stroke();
    this.#circle(place.bias, place.radius * 0.7, this.colours.panel);
    this.#label("bias one", "", "1", place.bias);
    this.#label("bias", "b ", bias, {
      x: place.bias.x - place.radius,
      y: place.bias.y,
      align: "end",
    });
  }

  /**
   * @param {number} sum
   * @param {ReturnType<typeof places>} place
   */
  #sum(sum, place) {
    this.#circle(place.sum, place.radius, this.colours.panel);
    this.#label("sigma", "Σ", "", { ...place.sum, className: "sigma" });
    this.#label("sum", "sum", "", place.sumTitle);
    this.#label("sum value", "", sum, place.sumNumber);
  }

  /**
   * @param {number} sum
   * @param {number} output
   * @param {ReturnType<typeof places>} place
   */
  #activation(sum, output, { box }) {
    const { pen, colours, session } = this;
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
    pen.strokeStyle = colours.line;
    pen.lineWidth = 1;
    this.#line({ x: x(left), y: y(0) }, { x: x(right), y: y(0) }, colours.line, 1);
    this.#line({ x: x(0), y: y(low) }, { x: x(0), y: y(high) }, colours.line, 1);
    pen.strokeStyle = colours.soft;
    pen.lineWidth = 2;
    pen.beginPath();
    sums.forEach((value, at) => pen.lineTo(x(value), y(outputs[at])));
    pen.stroke();

    if (Number.isFinite(output)) {
      // Where the sum is beyond the picture, the point stands at its edge.
      const [px, py] = [x(Math.max(left, Math.min(sum, right))), y(Math.max(low, Math.min(output, high)))];
      pen.setLineDash([3, 4]);
      this.#line({ x: px, y: y(0) }, { x: px, y: py }, colours.signed(output), 1.5);
      this.#line({ x: px, y: py }, { x: box.x + box.width, y: py }, colours.signed(output), 1.5);
      pen.setLineDash([]);
      this.#circle({ x: px, y: py }, 6, colours.signed(output), colours.panel);
    }
    const { layers } = session.description.experiment;
    const rule = session.description.activations.find(({ name }) => name === layers[0].activation);
    const centre = box.x + box.width / 2;
    this.#label("formula", rule?.formula ?? "", "", { x: centre, y: box.y - 14 });
    // Where the curve is not: beside its lower end on the right, beside its upper end on the left.
    this.#label("least output", low.toFixed(), "", { x: x(0) + 6, y: y(low), align: "start", className: "tick" });
    this.#label("most output", high.toFixed(), "", { x: x(0) - 6, y: y(high), align: "end", className: "tick" });
    const below = box.y + box.height + 12;
    this.#label("least sum", short(left), "", { x: x(left), y: below, className: "tick" });
    if (box.width > ROOM_FOR_AXIS) this.#label("axis", "sum", "", { x: centre, y: below, className: "tick" });
    this.#label("most sum", short(right), "", { x: x(right), y: below, className: "tick" });
  }

  /**
   * @param {number} output
   * @param {number | null} target
   * @param {ReturnType<typeof places>} place
   */
  #output(output, target, { output: at, radius, width, outputTitle }) {
    this.#circle(at, radius, this.colours.panel);
    this.pen.globalAlpha = Math.min(1, Math.abs(output)) * 0.9 || 0;
    this.#circle(at, radius, this.colours.signed(output));
    this.pen.globalAlpha = 1;
    this.#label("output", "output", "", { x: at.x, y: at.y - radius - 12 });
    const edge = { x: width - 8, align: /** @type {const} */ ("end") };
    this.#label("output value", "", output, { ...edge, y: outputTitle });
    if (target === null) return;
    this.#label("target", `target ${short(target)}`, "", { ...edge, y: outputTitle + 18 });
  }

  /**
   * Puts a text, and after it a number of eight decimals or a shorter one as text, at a point.
   *
   * @param {string} name
   * @param {string} text
   * @param {string | number} number
   * @param {Point & {align?: "start" | "end", className?: string}} at
   */
  #label(name, text, number, { x, y, align, className = "" }) {
    this.unused?.delete(name);
    let label = this.labels.get(name);
    if (!label) {
      label = make("span", {}, make("span"), make("span", { className: "number" }));
      this.labels.set(name, label);
      this.root.append(label);
    }
    const width = typeof number === "number" ? "fixed" : "";
    label.className = `label ${align ?? "middle"} ${width} ${className}`;
    label.style.translate = `${x}px ${y}px`;
    write(/** @type {Node} */ (label.firstChild), text);
    const [, figure] = label.children;
    if (typeof number === "number") writeNumber(/** @type {HTMLElement} */ (figure), number);
    else write(figure, number);
  }

  /**
   * @param {Point} from
   * @param {Point} to
   */
  #line(from, to, colour = this.colours.ink, width = 2) {
    const { pen } = this;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
  }

  /**
   * @param {Point} at
   * @param {number} radius
   * @param {string} fill
   */
  #circle(at, radius, fill, edge = this.colours.ink) {
    const { pen } = this;
    pen.fillStyle = fill;
    pen.strokeStyle = edge;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
}

/**
 * Where everything stands, from left to right as a sentence is read.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} inputs
 * @param {boolean} bias
 */
function places(width, height, inputs, bias) {
  const narrow = width < NARROW;
  const radius = narrow ? 17 : 21;
  const edge = narrow ? 8 : 30;
  const top = 44;
  const bottom = height - 34 - (bias ? 44 : 0);
  const middle = (top + bottom) / 2;
  const apart = inputs > 1 ? Math.min(90, (bottom - top) / (inputs - 1)) : 0;
  const sum = { x: Math.max(width * 0.47, 160), y: middle };
  const output = { x: width - radius - edge, y: middle };
  const side = Math.min(width * 0.22, 150, output.x - sum.x - 2 * radius - 20);
  const [sumTitleX, sumTitleY] = narrow ? [sum.x - 16, middle + radius + 26] : [sum.x, middle - radius - 28];
  const boxLeft = (sum.x + radius + output.x - radius - side) / 2;
  return {
    width,
    // On a phone the lines stay apart as long as they can: between them stand the numbers.
    bends: narrow ? [0.8, 0.2] : [0.55, 0.55],
    thickest: narrow ? THICKEST_NARROW : THICKEST,
    radius,
    middle,
    inputs: Array.from({ length: inputs }, (_, index) => ({
      x: edge + radius,
      y: middle + (index - (inputs - 1) / 2) * apart,
    })),
    sum,
    // On a phone there is room only below, left of the curve's axis.
    sumTitle: { x: sumTitleX, y: sumTitleY },
    sumNumber: { x: sumTitleX, y: sumTitleY + 16 },
    bias: { x: sum.x, y: middle + 110 },
    box: { x: boxLeft, y: middle - side / 2, width: side, height: side },
    output,
    // On a phone it goes below the curve's axis, which is too near to stand beside.
    outputTitle: narrow ? middle + side / 2 + 32 : middle + radius + 14,
  };
}
