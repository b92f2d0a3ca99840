/** The run that neuron_core computed when the page was built. */

import { Frame } from "./frame.js";

/** @import { Description } from "./frame.js" */

/** A whole run, frame by frame. */
export class Recording {
  /**
   * @param {Description} description
   * @param {Float64Array} numbers
   */
  constructor(description, numbers) {
    this.description = description;
    const parts = Object.values(description.layout);
    const width = Math.max(
      ...parts.map(({ start, shape }) => start + shape.reduce((a, b) => a * b, 1)),
    );
    this.frames = Array.from(
      { length: numbers.length / width },
      (_, at) => new Frame(numbers.subarray(at * width, (at + 1) * width), description.layout),
    );
  }

  /**
   * The recorded frame that is nearest to an iteration; from a frame that stands there already
   * but is not that iteration, the next one in its direction.
   *
   * @param {Frame} from
   * @param {number} goal
   */
  towards(from, goal) {
    const distance = (/** @type {Frame} */ frame) => Math.abs(frame.iteration - goal);
    const nearest = this.frames.reduce((best, frame) =>
      distance(frame) < distance(best) ? frame : best,
    );
    if (nearest !== from) return nearest;
    return this.frames[this.frames.indexOf(from) + Math.sign(goal - from.iteration)] ?? from;
  }

  /** The losses of the run: iterations and, at each, the loss. */
  losses() {
    return Losses.of(this.frames.map((frame) => [frame.iteration, frame.loss]));
  }
}

/** Loss curves: rows of equal length. */
export class Losses {
  /**
   * @param {Float64Array} iterations
   * @param {Float64Array} losses Over the rows that are trained on.
   * @param {Float64Array} [test] Over all others; not numbers, if there are none.
   */
  constructor(iterations, losses, test = new Float64Array(losses.length).fill(NaN)) {
    this.iterations = iterations;
    this.losses = losses;
    this.test = test;
  }

  get length() {
    return this.iterations.length;
  }

  /**
   * No more of them than up to an iteration.
   *
   * @param {number} last
   */
  upTo(last) {
    const end = this.iterations.findIndex((iteration) => iteration > last);
    if (end < 0) return this;
    return new Losses(this.iterations.slice(0, end), this.losses.slice(0, end));
  }

  /** @param {number[][]} points */
  static of(points) {
    return new Losses(
      Float64Array.from(points, ([iteration]) => iteration),
      Float64Array.from(points, ([, loss]) => loss),
    );
  }
}
