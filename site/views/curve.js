/** The loss over the iterations, which is the timeline too: its playhead is a slider. */

import uPlot from "uplot";
import { count, rough } from "../format.js";
import { axis } from "../lab/pace.js";
import { colours, onThemeChange } from "./colours.js";
import { find } from "./dom.js";

/** @import { Session } from "../session.js" */

/** How far Page Up and Page Down go, along the axis. */
const PAGE = axis(10) - axis(5);
const FONT = "12px system-ui, sans-serif";

export class Curve {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.root = find("#curve", HTMLElement);
    this.chart = find(".chart", HTMLElement, this.root);
    this.slider = find("#timeline", HTMLInputElement);
    this.playhead = find(".playhead", HTMLElement, this.root);
    this.plot = this.#plot();
    this.#followPointer(this.plot.over);
    this.slider.oninput = () => session.goto(Number(this.slider.value));
    this.slider.onkeydown = (event) => this.#page(event);
    new ResizeObserver(() => this.plot.setSize(this.#size())).observe(this.chart);
    onThemeChange(() => this.plot.redraw());
  }

  draw() {
    const { frame, losses, before, experiment } = this.session;
    if (this.drawn !== losses || this.compared !== before || this.length !== experiment.iterations) {
      this.drawn = losses;
      this.compared = before;
      this.length = experiment.iterations;
      const joined = uPlot.join([
        [Array.from(before.losses.iterations, axis), Array.from(before.losses.losses, drawable)],
        [Array.from(losses.iterations, axis), Array.from(losses.losses, drawable)],
      ]);
      this.plot.setData(joined);
    }
    this.slider.max = String(experiment.iterations);
    this.slider.value = String(frame.iteration);
    this.slider.ariaValueText = `iteration ${count(frame.iteration)} of ${count(experiment.iterations)}`;
    this.#movePlayhead();
  }

  #movePlayhead() {
    const { frame } = this.session;
    const { plot } = this;
    const left = plot.valToPos(axis(frame.iteration), "x") + plot.over.offsetLeft;
    this.playhead.style.translate = `${left}px ${plot.over.offsetTop}px`;
    this.playhead.style.height = `${plot.over.offsetHeight}px`;
    const top = drawable(frame.loss) === null ? null : plot.valToPos(frame.loss, "y");
    this.playhead.style.setProperty("--point", top === null ? "-100px" : `${top}px`);
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

  #size() {
    return { width: this.chart.clientWidth, height: this.chart.clientHeight };
  }

  #plot() {
    const line = () => colours().line;
    const soft = () => colours().soft;
    const ink = () => colours().ink;
    const ticks = { stroke: line, size: 4 };
    return new uPlot(
      {
        ...this.#size(),
        padding: [16, 26, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => [0, axis(this.session.experiment.iterations)] },
          y: { distr: 3, range: (_, least, most) => roomy(least, most) },
        },
        series: [
          {},
          { stroke: () => `color-mix(in srgb, ${soft()} 55%, transparent)`, width: 1.5, points: { show: false }, spanGaps: true },
          { stroke: ink, width: 2, points: { show: false }, spanGaps: true },
        ],
        axes: [
          {
            stroke: soft,
            font: FONT,
            size: 26,
            label: "iteration",
            labelFont: FONT,
            labelSize: 18,
            labelGap: 0,
            grid: { show: false },
            ticks,
            splits: (plot) => wholeTens(/** @type {number} */ (plot.scales.x.max)).map(axis),
            values: (_, splits) => splits.map((at) => count(Math.round(Math.sinh(at)))),
          },
          {
            stroke: soft,
            font: FONT,
            size: 58,
            label: "error (MSE)",
            labelFont: FONT,
            labelSize: 18,
            grid: { stroke: line, width: 1 },
            ticks,
            splits: (_plot, _axis, least, most) => powers(least, most),
            filter: (_, splits) => splits, // all of them have their number
            values: (_, splits) => splits.map(rough),
          },
        ],
        hooks: {
          draw: [(plot) => this.#markLowest(plot), (plot) => this.#nameBefore(plot)],
          setSize: [() => this.plot && this.#movePlayhead()],
        },
      },
      [[0], [null], [null]],
      this.chart,
    );
  }

  /** A point and its words where the loss was lowest. @param {uPlot} plot */
  #markLowest(plot) {
    const { iteration, loss } = this.session.frame.lowest;
    if (drawable(loss) === null) return;
    const scale = devicePixelRatio;
    const [x, y] = [plot.valToPos(axis(iteration), "x", true), plot.valToPos(loss, "y", true)];
    const { ctx, bbox } = plot;
    const text = `lowest: ${rough(loss)} at iteration ${count(iteration)}`;
    ctx.fillStyle = colours().positive;
    ctx.beginPath();
    ctx.arc(x, y, 4 * scale, 0, 2 * Math.PI);
    ctx.fill();
    this.#prepareText(ctx);
    const fits = x + ctx.measureText(text).width + 10 * scale < bbox.left + bbox.width;
    ctx.textAlign = fits ? "left" : "right";
    ctx.fillText(text, x + (fits ? 10 : -10) * scale, y);
  }

  /** What the pale curve is. @param {uPlot} plot */
  #nameBefore({ ctx, bbox }) {
    const { losses, title } = this.session.before;
    if (losses.length < 2) return;
    this.#prepareText(ctx);
    ctx.textAlign = "center"; // the playhead is mostly at one end or the other
    ctx.fillText(`pale: ${title}`, bbox.left + bbox.width / 2, bbox.top - 6 * devicePixelRatio);
  }

  /** @param {CanvasRenderingContext2D} ctx */
  #prepareText(ctx) {
    ctx.fillStyle = colours().soft;
    ctx.font = FONT.replace("12px", `${12 * devicePixelRatio}px`);
    ctx.textBaseline = "middle";
  }
}

/** A loss of 0, or one that is not finite, has no place on a logarithmic axis. @param {number} loss */
const drawable = (loss) => (Number.isFinite(loss) && loss > 0 ? loss : null);

/** 0, 1, 10, 100, … up to the end of the axis. @param {number} end */
const wholeTens = (end) => [0, ...powers(1, Math.sinh(end) * 1.001)];

/**
 * The powers of ten between two numbers, or every second, third, … of them if there are many.
 *
 * @param {number} least
 * @param {number} most
 */
function powers(least, most) {
  const [first, last] = [Math.ceil(Math.log10(least)), Math.floor(Math.log10(most))];
  const every = Math.ceil((last - first + 1) / 7);
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, at) => 10 ** (first + at * every));
}

/**
 * A range that begins with a power of ten and leaves some air above.
 *
 * @param {number | null} least
 * @param {number | null} most
 * @returns {[number, number]}
 */
function roomy(least, most) {
  if (least === null || most === null) return [0.001, 1];
  const low = 10 ** Math.floor(Math.log10(least));
  return [low, Math.max(most * 1.5, low * 10)];
}
