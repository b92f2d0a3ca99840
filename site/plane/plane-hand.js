/** What a pointer or the keys do in the picture of the plane: look, ask, and change the points. */

import { signal } from "@preact/signals-core";
import { tickStep } from "d3-array";
import { isLocked } from "../embed/options.js";
import { make, write } from "../kit/dom.js";
import { rebuild, redraw } from "../kit/redraw.js";
import { along } from "../kit/scale.js";
import { unique } from "../kit/unique.js";
import { count, counted, indexed, short } from "../model/format.js";
import { whyFixed, withoutRow, withRow, withRowAt } from "../model/row-edits.js";

/**
 * @import { Plane } from "./plane.js"
 * @import { Experiment } from "../model/frame.js"
 * @import { Point } from "../kit/labelled-canvas.js"
 *
 * @typedef {{value: string, text: string, hint: string, targets?: number[], name?: string}} Mode
 */

/** A point within so many pixels is meant. */
const NEAR = 22;
/** An arrow key takes the cross across the picture in about so many steps; with Shift, in so many. */
const [STEPS, LEAPS] = [50, 10];
/** Coordinates are as round as a picture of so many parts allows. */
const PARTS = 100;

/** @type {Mode} */
const LOOK = {
  value: "look",
  text: "Look",
  hint: "Click, tap or press Enter to ask that as the new situation. Arrow keys move the cross.",
};
/** @type {Mode} */
const MOVE = {
  value: "move",
  text: "Move",
  hint: "Drag a point to another place. With keys: Enter takes the nearest one, arrow keys carry it, Enter puts it down.",
};
/** @type {Mode} */
const REMOVE = {
  value: "remove",
  text: "Remove",
  hint: "Click, tap or press Enter on a point to take it out of the data.",
};
const ADD = "Click, tap or press Enter to add a row to the data there.";

const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});

export class PlaneHand {
  #cross = signal(/** @type {Point | null} */ (null));
  #carried = signal(/** @type {(Point & {row: number}) | null} */ (null));
  #isDragging = false;
  /** What was done, for the reader: about that experiment, and that iteration if it is of one only. */
  #done = signal({ text: "", description: /** @type {object} */ ({}), iteration: NaN });
  #chosen = signal("look");
  /** The name of its radio buttons: there may be another picture of the plane. */
  #group = unique("plane-mode");

  /** @param {Plane} plane */
  constructor(plane) {
    this.plane = plane;
    this.readout = make("p", { className: "plane-readout" });
    this.said = make("p", { className: "plane-said", ariaLive: "polite" });
    this.modes = make("fieldset", { className: "plane-modes" });
    const { marks } = plane;
    marks.onpointermove = (event) => this.#follow(event);
    marks.onpointerdown = (event) => this.#take(event);
    marks.onpointerup = () => this.#release();
    marks.onpointercancel = () => this.#letGo();
    marks.onpointerleave = () => {
      if (this.#isDragging || document.activeElement === marks) return;
      this.#speak(false);
      this.cross = null;
    };
    marks.onclick = (event) => this.#click(event);
    marks.onkeydown = (event) => this.#key(event);
    marks.onfocus = () => {
      if (!marks.matches(":focus-visible")) return;
      this.#speak(true);
      this.cross ??= this.#start();
    };
    marks.onblur = () => {
      this.cross = null;
      this.#letGo();
    };
    this.#keepUp();
  }

  /** In the plane's own coordinates. */
  get cross() {
    return this.#cross.value;
  }

  set cross(point) {
    this.#cross.value = point;
  }

  /** A point on its way to another place. */
  get carried() {
    return this.#carried.value;
  }

  set carried(point) {
    this.#carried.value = point;
  }

  /** Says no longer than it is true what was done, and what the picture has where the cross is. */
  #keepUp() {
    const { session } = this.plane;
    redraw(() => {
      const { text, description, iteration } = this.#done.value;
      const isTrue = [NaN, session.frame.iteration].includes(iteration);
      write(this.said, description === session.description && isTrue ? text : "");
    });
    redraw(() => {
      if (this.cross) this.#readOut(this.cross);
      else write(this.readout, this.#mode.hint);
    });
    redraw(() => {
      session.description; // another one has other points
      this.carried = null;
    });
    rebuild(
      () => this.#offered(),
      () => this.#offer(this.#offered()),
    );
    redraw(() => this.plane.marks.classList.toggle("moving", this.#chosen.value === "move"));
  }

  /** @returns {Mode[]} */
  #offered() {
    const { table, description } = this.plane.session;
    if (isLocked("plane") || whyFixed(table)) return [LOOK];
    if (this.plane.isCurve && (table.targets[0].length > 1 || table.coding)) return [LOOK]; // its one height is no target
    if (this.plane.isCurve)
      return [
        LOOK,
        { value: "add", text: "Add a point", hint: `${ADD} Its height is its target.` },
        MOVE,
        REMOVE,
      ];
    const ends = description.plane.ends.map(([low, high]) =>
      low < high ? [low, high] : [Math.min(low, 0), Math.max(high, 1)],
    );
    const isSigned = ends[0][0] <= 0 && ends[0][1] >= 0; // else they are a high and a low number
    const adds =
      ends.length > 1
        ? ends.map((_, unit) => {
            const letter = String.fromCodePoint(65 + unit);
            const targets = ends.map(([low, high], at) => (at === unit ? high : low));
            return { value: `add ${unit}`, text: `Add ${letter}`, name: letter, targets };
          })
        : ["negative", "positive"]
            .map((sign, at) => {
              const [target] = ends.map((pair) => pair[at]);
              const name = isSigned ? sign : at ? "high" : "low";
              return {
                value: `add ${sign}`,
                text: `Add ${name} (${short(target)})`,
                name,
                targets: [target],
              };
            })
            .reverse();
    return [LOOK, ...adds.map((add) => ({ ...add, hint: ADD })), MOVE, REMOVE];
  }

  /** @param {Mode[]} modes */
  #offer(modes) {
    if (!modes.some(({ value }) => value === this.#chosen.value)) this.#chosen.value = "look";
    const radios = modes.map(({ value, text }) => {
      const onchange = () => {
        this.#chosen.value = value;
        this.#letGo();
      };
      return make(
        "label",
        {},
        make("input", {
          type: "radio",
          name: this.#group,
          value,
          checked: value === this.#chosen.value,
          onchange,
        }),
        ` ${text}`,
      );
    });
    const why = whyFixed(this.plane.session.table);
    this.modes.replaceChildren(
      make("legend", { textContent: "In the picture" }),
      ...radios,
      ...(why ? [make("p", { textContent: why })] : []),
    );
  }

  get #mode() {
    return this.#offered().find(({ value }) => value === this.#chosen.value) ?? LOOK;
  }

  /**
   * Says where the cross is, and what the picture has there.
   *
   * @param {Point} cross
   */
  #readOut(cross) {
    const { plane } = this;
    const value = plane.valueAt(cross);
    const where = `${indexed("x", 0)} ${short(cross.x)}, ${plane.isCurve ? "height" : indexed("x", 1)} ${short(cross.y)}`;
    write(this.readout, value ? `${where}: ${value}, as the picture has it.` : `${where}.`);
  }

  /** What is said of the cross, is said to a screen reader, too, or not. @param {boolean} isAloud */
  #speak(isAloud) {
    this.readout.ariaLive = isAloud ? "polite" : "off";
  }

  /** At first the cross is at the new situation. */
  #start() {
    const { reach, session, isCurve } = this.plane;
    const { question } = session.description.experiment;
    const middle = ([least, most] = reach.upwards) => (least + most) / 2;
    return this.#within({ x: question[0], y: isCurve ? middle() : question[1] });
  }

  /** @param {Point} point */
  #within({ x, y }) {
    const { across, upwards } = this.plane.reach;
    return { x: neat(x, across), y: neat(y, upwards) };
  }

  /** @param {MouseEvent} event */
  #pointed({ offsetX, offsetY }) {
    const { box, reach } = this.plane;
    const [left, right] = reach.across;
    const [bottom, top] = reach.upwards;
    return this.#within({
      x: left + ((offsetX - box.x) / box.width) * (right - left),
      y: top - ((offsetY - box.y) / box.height) * (top - bottom),
    });
  }

  /** @param {MouseEvent} event */
  #isInside({ offsetX, offsetY }) {
    const { x, y, width, height } = this.plane.box;
    return offsetX >= x && offsetX <= x + width && offsetY >= y && offsetY <= y + height;
  }

  /** @param {PointerEvent} event */
  #follow(event) {
    if (!this.#isDragging && !this.#isInside(event))
      return this.plane.marks.onpointerleave?.(event);
    this.#speak(false);
    this.cross = this.#pointed(event);
    if (this.carried) this.carried = { ...this.carried, ...this.cross };
  }

  /** @param {PointerEvent} event */
  #take(event) {
    if (this.#chosen.value !== "move") return;
    const nearest = this.#nearest({ x: event.offsetX, y: event.offsetY });
    if (!nearest) return this.#say("There is no point to move here.");
    this.#isDragging = true;
    this.plane.marks.setPointerCapture(event.pointerId);
    this.carried = { ...nearest };
    this.#follow(event);
  }

  #release() {
    if (!this.#isDragging) return;
    this.#isDragging = false;
    this.#putDown();
  }

  #letGo() {
    this.#isDragging = false;
    this.carried = null;
    this.#speak(false);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (this.#chosen.value === "move" || !this.#isInside(event)) return;
    this.#act(this.#pointed(event), { x: event.offsetX, y: event.offsetY });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const { across, upwards } = this.plane.reach;
      const { x, y } = this.cross ?? this.#start();
      const step = ([least, most] = across) =>
        tickStep(least, most, event.shiftKey ? LEAPS : STEPS);
      this.#speak(true);
      this.cross = this.#within({ x: x + arrow[0] * step(), y: y + arrow[1] * step(upwards) });
      if (this.carried) this.carried = { ...this.carried, ...this.cross };
    } else if (event.key === "Enter" || event.key === " ") {
      this.cross ??= this.#start();
      this.#act(this.cross, this.plane.spot(this.cross));
    } else if (event.key === "Escape" && (this.cross || this.carried)) {
      this.cross = null;
      this.#letGo();
    } else return;
    event.preventDefault();
  }

  /**
   * @param {Point} point Of the plane.
   * @param {Point} spot On the canvas.
   */
  #act(point, spot) {
    const { session } = this.plane;
    const mode = this.#mode;
    if (mode === LOOK) return this.#ask(point);
    if (mode === MOVE) {
      if (this.carried) return this.#putDown();
      const nearest = this.#nearest(spot, Infinity);
      if (!nearest) return this.#say("There is no point to move.");
      this.carried = { ...nearest, ...point };
      return this.#say(`Row ${nearest.row + 1} is taken along.`);
    }
    if (mode === REMOVE) {
      const nearest = this.#nearest(spot);
      if (!nearest) return this.#say("There is no point to remove here.");
      if (session.table.inputs.length === 1)
        return this.#say("This point stays: without any row there is nothing to learn from.");
      return this.#change(
        withoutRow(session.experiment, session.table, nearest.row),
        `Row ${nearest.row + 1} is removed`,
      );
    }
    const targets = mode.targets ?? [point.y];
    const added = `A ${mode.name ? `${mode.name} ` : ""}point at ${this.#at(point)} is added`;
    return this.#change(
      withRow(session.experiment, session.table, this.#inputs(point), targets),
      added,
    );
  }

  #putDown() {
    const { carried, plane } = this;
    if (!carried) return;
    const { session } = plane;
    const { inputs, targets } = session.table;
    const { row } = carried;
    const moved = plane.isCurve ? [carried.x] : inputs[row].with(0, carried.x).with(1, carried.y);
    const aims = plane.isCurve ? targets[row].with(0, carried.y) : targets[row];
    return this.#change(
      withRowAt(session.experiment, session.table, row, moved, aims),
      `Row ${row + 1} is at ${this.#at(carried)}`,
    );
  }

  /**
   * Opens the experiment with other points.
   *
   * @param {Experiment} experiment
   * @param {string} done What that is, for the reader.
   */
  async #change(experiment, done) {
    const { session } = this.plane;
    const rows = experiment.data.inputs?.length ?? 0;
    await session.edit(() => experiment);
    this.#letGo();
    if (!(await this.#arrived(`${done}: Python sees to it as soon as it is there.`))) return;
    if (session.table.rows !== rows) return; // they have been changed once more meanwhile
    this.#say(
      `${done}: the data have ${counted(rows, "row")}, and training begins anew.`,
      session.frame.iteration,
    );
  }

  /**
   * Waits for what was asked of Python, if Python is not there yet; whether it has been done.
   *
   * @param {string} meanwhile What is said until then.
   */
  async #arrived(meanwhile) {
    const { session } = this.plane;
    if (!session.ready && !session.problem) {
      this.#say(meanwhile);
      await session.whenReady().catch(() => {}); // the status says so
    }
    if (session.problem) this.#say(session.problem);
    return session.ready && !session.problem;
  }

  /** @param {Point} point */
  async #ask(point) {
    if (isLocked("answer")) return;
    const { session } = this.plane;
    session.select(session.frame.rows);
    const question = this.#inputs(point);
    await session.open({ ...session.experiment, question });
    if (!(await this.#arrived("Python answers as soon as it is there."))) return;
    const { frame, description } = session;
    if (description.experiment.question.join() !== question.join()) return; // another one has been asked meanwhile
    const answer = frame.answer(frame.rows, session.table);
    this.#say(
      `The new situation is ${question.map(short).join(", ")}; at iteration ${count(frame.iteration)} the answer to it is ${answer}.`,
    );
  }

  /** A row of inputs there, on the slice that is shown. @param {Point} point */
  #inputs({ x, y }) {
    return this.plane.isCurve ? [x] : [x, y, ...this.plane.session.slice.cut];
  }

  /** @param {Point} point */
  #at({ x, y }) {
    return `${short(x)}, ${short(y)}`;
  }

  /**
   * @param {Point} spot
   * @param {number} [most] So many pixels away, at most.
   */
  #nearest(spot, most = NEAR) {
    const distance = (/** @type {Point} */ place) => {
      const { x, y } = this.plane.spot(place);
      return Math.hypot(x - spot.x, y - spot.y);
    };
    const [nearest] = this.plane.places.toSorted((one, other) => distance(one) - distance(other));
    return nearest && distance(nearest) <= most ? nearest : null;
  }

  /**
   * @param {string} text
   * @param {number} [iteration] If it is true at this one only.
   */
  #say(text, iteration = NaN) {
    this.#done.value = { text, description: this.plane.session.description, iteration };
  }
}

/**
 * A round number near a value, within a range.
 *
 * @param {number} value
 * @param {[number, number]} range
 */
function neat(value, [least, most]) {
  const digits = Math.max(0, -Math.floor(Math.log10((most - least) / PARTS)));
  const within = least + Math.max(0, Math.min(along(least, most, value), 1)) * (most - least);
  return Number(within.toFixed(Math.min(digits, 100))) || 0;
}
