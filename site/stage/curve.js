/** The loss over the iterations, which is the timeline too: its playhead is a slider. */

import { computed, signal, untracked } from "@preact/signals-core";
import uPlot from "uplot";
import { colours } from "../kit/colours.js";
import { find, write } from "../kit/dom.js";
import { redraw, sizeOf } from "../kit/redraw.js";
import { count, rough } from "../model/format.js";
import { axis } from "../model/pace.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Frame } from "../model/frame.js"
 */

/** How far Page Up and Page Down go, along the axis. */
const PAGE = axis(10) - axis(5);
/** What has diverged leaves the picture here; a picture up to 1e300 would show nothing else. */
const HIGHEST = 1e9;
const FONT = "12px system-ui, sans-serif";
/** Room for a number at the axis, in pixels; a chart that is lower than so much has no more for names. */
const [A_TICK, THIN] = [21, 100];
/** The axis reaches down to here at least, so that it stays the same while a usual run goes on. */
const LOW = 1e-3;

export class Curve {
  /** How far the reader has been in the recorded run: no more of it is drawn, or it would tell its end. */
  #reached = signal(0);
  #plot = signal(/** @type {uPlot | null} */ (null));
  /** Where the chart's inner area is. */
  #area = signal({ left: 0, top: 0, height: 0 });

  /**
   * @param {Session} session
   * @param {HTMLElement} root
   */
  constructor(session, root) {
    this.session = session;
    this.root = root;
    this.chart = find(".chart", HTMLElement, root);
    this.slider = find("input", HTMLInputElement, root);
    this.playhead = find(".playhead", HTMLElement, root);
    this.lowest = find(".lowest", HTMLElement, root);
    this.pale = find(".pale", HTMLElement, root);
    this.test = find(".test", HTMLElement, root);
    this.slider.oninput = () => {
      session.goto(Number(this.slider.value));
      // The recording may have put it elsewhere; the next key goes on from there.
      if (!session.ready) this.slider.value = String(session.frame.iteration);
    };
    this.chart.role = "img";
    this.slider.onkeydown = (event) => this.#page(event);
    const size = sizeOf(this.chart);
    /** Whether the chart is so low that its axes can have no names: as on a phone. */
    const isThin = computed(() => size.value.height < THIN);
    new ResizeObserver(() => this.#measure()).observe(root); // the legend may take another line

    let compared = session.before;
    redraw(() => {
      const { before, frame, isRecordedRun } = session;
      if (compared !== before) this.#reached.value = 0; // after other data, the reader begins anew
      compared = before;
      if (isRecordedRun) this.#reached.value = Math.max(this.#reached.peek(), frame.iteration);
    });
    redraw(() => {
      this.#plot.peek()?.destroy();
      this.#plot.value = this.#make(isThin.value, size.peek());
    });
    redraw(() => this.plot.setSize(size.value));
    redraw(() => this.#setData());
    redraw(() => colours() && this.plot.redraw(false, true));
    redraw(() => this.#draw());
    redraw(() => this.#movePlayhead());
    redraw(() => {
      const { frame, ready, training, asked } = session;
      this.chart.ariaLabel = this.#inNumbers;
      if (ready && !training && !asked) this.#tellShape(frame);
    });
  }

  get plot() {
    return /** @type {uPlot} */ (this.#plot.value);
  }

  #setData() {
    const { losses, before, experiment } = this.session;
    const known = before.losses.upTo(before.isRecorded ? this.#reached.value : Infinity);
    const joined = uPlot.join([
      [Array.from(known.iterations, axis), Array.from(known.losses, drawable)],
      [
        Array.from(losses.iterations, axis),
        Array.from(losses.losses, drawable),
        Array.from(losses.test, drawable),
      ],
    ]);
    experiment.iterations; // to which the axis reaches
    const { plot } = this;
    untracked(() => plot.setData(joined));
  }

  #draw() {
    const { frame, before, experiment } = this.session;
    const { iterations } = experiment;
    this.slider.max = String(iterations);
    this.slider.value = String(frame.iteration);
    const { lossTitle: error } = this.session;
    this.slider.ariaValueText = `iteration ${count(frame.iteration)} of ${count(iterations)}, ${error} ${rough(frame.loss)}`;
    const { iteration, loss } = this.#lowest;
    write(this.lowest, `lowest so far: ${rough(loss)} at iteration ${count(iteration)}`);
    const isKnown = !before.isRecorded || this.#reached.value > 0;
    write(this.pale, before.title && isKnown ? `pale: ${before.title}` : "");
    write(
      this.test,
      Number.isNaN(frame.testLoss) ? "" : `dashed: over test rows, ${rough(frame.testLoss)}`,
    );
  }

  /** The lowest loss, of the recorded run as far as the reader has been in it. */
  get #lowest() {
    const { frame, recorded, recording } = this.session;
    if (!recorded || frame.lowest.iteration <= this.#reached.value) return frame.lowest;
    const { losses, iterations } = recording.losses().upTo(this.#reached.value);
    const at = losses.indexOf(Math.min(...losses));
    return { iteration: iterations[at], loss: losses[at] };
  }

  /** What the chart shows, in a few numbers. */
  get #inNumbers() {
    const { lossTitle, frame } = this.session;
    const { iteration, loss } = this.#lowest;
    return (
      `The curve of the ${lossTitle}: ${rough(frame.startLoss)} at the start, ` +
      `lowest ${rough(loss)} at iteration ${count(iteration)}, now ${rough(frame.loss)} at iteration ${count(frame.iteration)}.`
    );
  }

  /** Has Python say what shape the curve has, if nobody has gone on meanwhile. @param {Frame} frame */
  async #tellShape(frame) {
    try {
      const { answer } = await this.session.ask((python) => python.loss_curve());
      if (frame === this.session.frame) this.chart.ariaLabel = answer.words;
    } catch {
      // Python was stopped: the numbers are there.
    }
  }

  /** Reads where the chart's inner area is: only when sizes change, since reading lays all out. */
  #measure() {
    const { offsetLeft, offsetTop, offsetHeight } = this.plot.over;
    const top = this.chart.offsetTop + offsetTop;
    this.#area.value = { left: offsetLeft, top, height: offsetHeight };
  }

  #movePlayhead() {
    const { frame } = this.session;
    const { plot } = this;
    const area = this.#area.value;
    const left = plot.valToPos(axis(frame.iteration), "x") + area.left;
    this.playhead.style.height = `${area.height}px`;
    this.playhead.style.translate = `${left}px ${area.top}px`;
    const top = plot.valToPos(frame.loss, "y");
    this.playhead.classList.toggle("off", drawable(frame.loss) === null || top < 0);
    this.playhead.style.setProperty("--point", `${top}px`);
  }

  /** The reader's finger or mouse on the curve moves the playhead. */
  #followPointer(/** @type {HTMLElement} */ over) {
    const follow = (/** @type {PointerEvent} */ event) => {
      const position = event.clientX - over.getBoundingClientRect().left;
      const iteration = Math.round(Math.sinh(this.plot.posToVal(position, "x")));
      this.session.goto(iteration);
    };
    over.onpointerdown = (event) => {
      over.setPointerCapture(event.pointerId);
      this.slider.focus({ preventScroll: true });
      follow(event);
      event.preventDefault();
    };
    over.onpointermove = (event) => {
      if (over.hasPointerCapture(event.pointerId)) follow(event);
    };
  }

  /** Page Up and Page Down go as far as they look: the axis is not linear. */
  #page(/** @type {KeyboardEvent} */ event) {
    const direction = { PageUp: 1, PageDown: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    const { iteration } = this.session.frame;
    const goal = Math.round(Math.sinh(Math.max(0, axis(iteration) + direction * PAGE)));
    this.session.goto(goal === iteration ? iteration + direction : goal);
  }

  /**
   * @param {boolean} isThin
   * @param {{width: number, height: number}} size
   */
  #make(isThin, size) {
    const line = () => colours().line;
    const soft = () => colours().soft;
    const ink = () => colours().ink;
    const ticks = { stroke: line, size: 4 };
    const named = (/** @type {string | (() => string)} */ label) =>
      isThin ? {} : { label, labelFont: FONT, labelSize: 16, labelGap: 0 };
    const plot = new uPlot(
      {
        ...size,
        padding: [10, 22, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => [0, axis(this.session.experiment.iterations)] },
          y: { distr: 3, range: (_, least, most) => roomy(least, most) },
        },
        series: [
          {},
          { stroke: () => colours().edge, width: 1.5, points: { show: false }, spanGaps: true },
          { stroke: ink, width: 2, points: { show: false }, spanGaps: true },
          {
            stroke: () => colours().negative,
            width: 2,
            dash: [6, 4],
            points: { show: false },
            spanGaps: true,
          },
        ],
        axes: [
          {
            stroke: soft,
            font: FONT,
            size: 24,
            gap: 3,
            ...named("iteration"),
            grid: { show: false },
            ticks,
            splits: (plot) => wholeTens(/** @type {number} */ (plot.scales.x.max)).map(axis),
            values: (_, splits) => splits.map((at) => count(Math.round(Math.sinh(at)))),
          },
          {
            stroke: soft,
            font: FONT,
            size: 58,
            ...named(() => this.session.description.loss_titles[1]),
            grid: { stroke: line, width: 1 },
            ticks,
            splits: ({ height }, _axis, least, most) => powers(least, most, height / A_TICK),
            filter: (_, splits) => splits, // all of them have their number
            values: (_, splits) => splits.map(rough),
          },
        ],
        // The playhead once more: only now does the chart have the scales of its new data.
        hooks: {
          setSize: [() => this.#measure()], // its places are those of before until it has said so
          draw: [(plot) => this.#markLowest(plot), () => this.#movePlayhead()],
        },
      },
      [[0], [null], [null], [null]],
      this.chart,
    );
    this.#followPointer(plot.over);
    return plot;
  }

  /** A point where the loss was lowest. @param {uPlot} plot */
  #markLowest({ ctx, valToPos }) {
    const { iteration, loss } = this.#lowest;
    if (drawable(loss) === null) return;
    ctx.fillStyle = colours().positive;
    ctx.beginPath();
    ctx.arc(
      valToPos(axis(iteration), "x", true),
      valToPos(loss, "y", true),
      4 * devicePixelRatio,
      0,
      2 * Math.PI,
    );
    ctx.fill();
  }
}

/** A loss of 0, or one that is not finite, has no place on a logarithmic axis. @param {number} loss */
const drawable = (loss) => (Number.isFinite(loss) && loss > 0 ? loss : null);

/** 0, 1, 10, 100, … up to the end of the axis. @param {number} end */
const wholeTens = (end) => [0, ...powers(1, Math.sinh(end) * 1.001, 7)];

/**
 * The powers of ten between two numbers, or every second, third, … of them if there are many.
 *
 * @param {number} least
 * @param {number} most
 * @param {number} room For so many of them.
 */
function powers(least, most, room) {
  const [first, last] = [Math.ceil(Math.log10(least)), Math.floor(Math.log10(most))];
  const every = Math.ceil((last - first + 1) / Math.max(2, Math.min(room, 7)));
  return Array.from(
    { length: Math.floor((last - first) / every) + 1 },
    (_, at) => 10 ** (first + at * every),
  );
}

/**
 * A range that begins with a power of ten and leaves some air above.
 *
 * @param {number | null} least
 * @param {number | null} most
 * @returns {[number, number]}
 */
function roomy(least, most) {
  if (least === null || most === null) return [LOW, 1];
  const low = Math.min(LOW, 10 ** Math.floor(Math.log10(least)));
  return [low, Math.min(Math.max(most * 1.5, low * 10), HIGHEST)];
}
