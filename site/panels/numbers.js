/** The drawing and the curve once more, for who does not see them: in words, as tables, and to be heard. */

import { make, renew, write } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";
import { along } from "../kit/scale.js";
import { table } from "../kit/tables.js";
import { count, digits, glance, listed, rough } from "../model/format.js";
import { Frame, inputNames, neurons, parameterNames } from "../model/frame.js";
import { axis } from "../model/pace.js";
import { keepUp, shown } from "./keep-up.js";
import { Melody } from "./melody.js";
import { panel } from "./panel.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Neuron } from "../model/frame.js"
 * @import { Numbers as Answer } from "../python/queries.js"
 * @import { Panel } from "./panel.js"
 */

/** Of the curve so many notes are heard; of what swings, the last so many steps; each for so many seconds. */
const [NOTES, STEPS] = [150, 16];
const [A_NOTE, A_STEP] = [0.025, 0.25];
/** More weights than this are a list that nobody reads; the ledger has those of each neuron. */
const MOST_WEIGHTS = 300;

/** @type {Panel} */
export function numbers(session) {
  const view = new Numbers(session);
  const root = panel(
    "numbers",
    "In words, numbers and sound",
    "What the drawing and the curve on the stage show.",
    view.root,
  );
  keepUp(session, view.root, {
    about: () => [...shown(session), session.selected],
    ask: (python) => python.numbers(),
    show: (answer) => view.show(answer),
    costly: true,
  });
  return root;
}

class Numbers {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.words = make("p");
    this.curve = make("div");
    this.network = make("div");
    this.volume = make("input", { type: "range", min: "0", max: "1", step: "0.05", value: "0.4" });
    this.melody = new Melody(() => this.volume.valueAsNumber);
    this.heard = make("select", { name: "heard" });
    this.listen = make("button", { type: "button", textContent: "Hear" });
    this.listen.onclick = () => this.#toggle();
    this.root = make(
      "div",
      { className: "numbers" },
      make("h3", { textContent: "The error" }),
      this.words,
      make(
        "div",
        { className: "sound" },
        this.listen,
        make("label", {}, "What to hear ", this.heard),
        make("label", {}, "Volume ", this.volume),
      ),
      this.curve,
      make("h3", { textContent: "The network" }),
      this.network,
    );
    redraw(() => this.#offer());
  }

  /** @param {Answer} answer */
  show({ curve, swinging, frame }) {
    const { session } = this;
    const { description, table: data } = session;
    const names = parameterNames(description.experiment);
    const back = swinging.map((place) => names[place]);
    const swing = back.length
      ? ` ${listed(back)} ${back.length === 1 ? "is" : "are"} moved back and forth by the last steps.`
      : "";
    write(this.words, curve.words + swing);
    const heads = ["Iteration", "Error", ...(data.test_rows ? ["Over test rows"] : [])];
    const points = curve.iterations.map((iteration, at) =>
      [count(iteration), rough(curve.losses[at]), rough(curve.test_losses[at])].slice(
        0,
        heads.length,
      ),
    );
    renew(this.curve, table("The curve", heads, points));
    renew(this.network, this.#neurons(new Frame(frame, description.layout)));
  }

  /** @param {Frame} frame */
  #neurons(frame) {
    const { description, selected } = this.session;
    const parameters = frame.row("parameters");
    const sums = frame.row("sums", selected);
    const outputs = frame.row("outputs", selected);
    const all = neurons(description.experiment);
    const isShort = parameters.length <= MOST_WEIGHTS;
    const inputs = inputNames(description);
    const from = (/** @type {Neuron} */ { layer }, /** @type {number} */ at) =>
      layer ? `from neuron ${at + 1}` : `of ${inputs[at]}`;
    const row = (/** @type {Neuron} */ neuron) => [
      neuron.name,
      glance(sums[neuron.index]),
      digits(outputs[neuron.index]),
      ...(isShort
        ? [
            neuron.bias === null ? "none" : glance(parameters[neuron.bias]),
            neuron.weights
              .map((place, at) => `${from(neuron, at)}: ${glance(parameters[place])}`)
              .join("; "),
          ]
        : []),
    ];
    const whose = selected < frame.rows ? `row ${count(selected + 1)}` : "the new situation";
    return table(
      `The neurons, with ${whose}`,
      ["Neuron", "Sum", "Output", ...(isShort ? ["Bias", "Weights"] : [])],
      all.map(row),
    );
  }

  /** The error, or one of the weights and biases over the last steps. */
  #offer() {
    const names = parameterNames(this.session.description.experiment);
    const options = names.map((name, place) =>
      make("option", { value: String(place), textContent: `the last ${STEPS} steps of ${name}` }),
    );
    const chosen = this.heard.value;
    this.heard.replaceChildren(
      make("option", { value: "", textContent: "the error, from the start to here" }),
      ...options.slice(0, MOST_WEIGHTS),
    );
    if (names[Number(chosen)]) this.heard.value = chosen;
  }

  async #toggle() {
    if (this.melody.isPlaying) return this.melody.stop();
    const [heights, each] = this.heard.value === "" ? this.#error() : await this.#swing();
    write(this.listen, "Be silent");
    await this.melody.play(heights, heights.length * each);
    if (!this.melody.isPlaying) write(this.listen, "Hear");
  }

  /** How high the curve is, along its axis. @returns {[number[], number]} */
  #error() {
    const { losses, frame } = this.session;
    const logs = Array.from(losses.losses, Math.log).map((log) =>
      Number.isFinite(log) ? log : NaN,
    );
    const [least, most] = reach(logs);
    const end = axis(frame.iteration);
    let at = 0;
    const heights = Array.from({ length: NOTES }, (_, note) => {
      const until = (note / (NOTES - 1)) * end;
      while (at + 1 < losses.length && axis(losses.iterations[at + 1]) <= until) at += 1;
      return along(least, most, logs[at]);
    });
    return [heights, A_NOTE];
  }

  /** How one of the weights and biases goes up and down. @returns {Promise<[number[], number]>} */
  async #swing() {
    const { iteration } = this.session.frame;
    const steps = Array.from({ length: STEPS }, (_, at) => iteration - STEPS + 1 + at);
    const frames = await this.session.frames(steps.filter((step) => step >= 0));
    const place = Number(this.heard.value);
    const values = frames.map((frame) => frame.row("parameters")[place]);
    const [least, most] = reach(values);
    return [values.map((value) => along(least, most, value)), A_STEP];
  }
}

/**
 * From where to where some numbers go; a range that is not empty, where they are all the same.
 *
 * @param {number[]} values
 * @returns {[number, number]}
 */
function reach(values) {
  const finite = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  return least < most ? [least, most] : [least - 1, least + 1];
}
