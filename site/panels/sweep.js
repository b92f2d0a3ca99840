/** The same experiment with several values of one setting: which of them is best. */

import { make } from "../kit/dom.js";
import { along } from "../kit/scale.js";
import { element, words } from "../kit/svg.js";
import { table } from "../kit/tables.js";
import { unique } from "../kit/unique.js";
import { count, counted, rough, short } from "../model/format.js";
import { Many } from "./many.js";
import { panel } from "./panel.js";

/**
 * @import { Client } from "../python/client.js"
 * @import { Experiment } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 * @import { GoesOn } from "./many.js"
 * @import { Panel } from "./panel.js"
 * @import { Sweep as Found } from "../python/queries.js"
 */

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT] = [640, 260, 76, 16, 28, 52];
const RADIUS = 5;
/** A loss of 0 has no logarithm. */
const TINY = 1e-12;

/** @type {Panel} */
export function sweep(session, { train }) {
  return panel(
    "sweep",
    "Compare settings",
    "The same experiment with several values of one setting, each from the same few starts, all trained at once: which is best?",
    new Sweep(session, train).root,
  );
}

/** @extends {Many<Found>} */
class Sweep extends Many {
  /**
   * @param {Session} session
   * @param {HTMLElement} train
   */
  constructor(session, train) {
    const settings = Object.entries(session.catalogue.settings).map(([value, textContent]) =>
      make("option", { value, textContent }),
    );
    const setting = make("select", { id: unique("swept") }, ...settings);
    super(session, train, make("label", { htmlFor: setting.id }, "Setting"), setting);
    this.setting = setting;
  }

  /**
   * @override
   * @param {Client["python"]} python
   * @param {GoesOn} goesOn
   */
  async ask(python, goesOn) {
    return python.sweep(this.setting.value, goesOn);
  }

  /**
   * @override
   * @param {Found} found
   * @param {Experiment} experiment
   */
  show(found, experiment) {
    const { title, tried, best } = found;
    const [{ losses }] = tried;
    const error = found.tested ? "error over the test rows" : "error";
    const said =
      `${counted(tried.length, "value")} of the ${title}, each from the seeds 0 to ${losses.length - 1}, ` +
      `each trained for ${count(experiment.iterations)} iterations.`;
    const lines = tried.map(({ value, median, learned, losses: all }) => [
      short(value),
      median === null ? "diverged" : rough(median),
      `${learned} of ${all.length}`,
      count(all.filter((loss) => loss === null).length),
    ]);
    const parts = [
      picture(found, error),
      table("Each value", [title, `median ${error}`, "have learned", "diverged"], lines),
    ];
    const opened = found.experiment;
    if (best === null || !opened) return { words: `${said} All diverged.`, parts };
    const { value, median } = tried[best];
    const button = this.opener(
      `The least median ${error}, ${rough(Number(median))}, is that of the ${title} ${short(value)}.`,
      `Open ${short(value)} on the stage`,
      { ...opened, data: experiment.data },
    );
    return { words: said, parts: [...parts, button] };
  }
}

/**
 * A column for each value, in it a dot for each network, and a line for their median; the best is marked.
 *
 * @param {Found} found
 * @param {string} error
 */
function picture({ title, tried, best }, error) {
  const height = (/** @type {number} */ loss) => Math.log10(Math.max(loss, TINY));
  const heights = tried
    .flatMap(({ losses }) => losses)
    .flatMap((loss) => (loss === null ? [] : [height(loss)]));
  const [low, high] = [Math.floor(Math.min(0, ...heights)), Math.ceil(Math.max(...heights, -1))];
  const floor = HEIGHT - FOOT;
  const y = (/** @type {number} */ at) => floor - along(low, high, at) * (floor - TOP);
  const x = (/** @type {number} */ place) =>
    LEFT + ((place + 0.5) / tried.length) * (WIDTH - LEFT - RIGHT);
  const spoken = tried
    .map(({ value, median }) => `${short(value)}: ${median === null ? "diverged" : rough(median)}`)
    .join("; ");
  const drawn = element("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: "img",
    "aria-label": `The median ${error} for each ${title}. ${spoken}.`,
  });
  const step = Math.max(1, Math.ceil((high - low) / 5));
  for (let power = low; power <= high; power += step) {
    drawn.append(
      element("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(power), y2: y(power), class: "grid" }),
      words(LEFT - 8, y(power) + 4, rough(10 ** power), "", "end"),
    );
  }
  tried.forEach(({ value, losses, median }, place) => {
    const column = element("g", { class: place === best ? "best" : "" });
    losses.forEach((loss, seed) => {
      const at = x(place) + (seed - (losses.length - 1) / 2) * 2 * RADIUS;
      column.append(
        loss === null
          ? words(at, TOP - 10, "×")
          : element("circle", { cx: at, cy: y(height(loss)), r: RADIUS - 1 }),
      );
    });
    if (median !== null) {
      const [x1, x2] = [-1, 1].map((side) => x(place) + side * RADIUS * losses.length);
      column.append(
        element("line", { x1, x2, y1: y(height(median)), y2: y(height(median)), class: "median" }),
      );
    }
    column.append(words(x(place), floor + 19, short(value), place === best ? "strong" : ""));
    drawn.append(column);
  });
  drawn.append(words(LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT - 6, title));
  const isLost = tried.some(({ losses }) => losses.includes(null));
  const caption = `Upwards: ${error}. A dot is a network, a line the median${isLost ? ", × one that diverged" : ""}.`;
  return make(
    "figure",
    { className: "dots swept" },
    drawn,
    make("figcaption", { textContent: caption }),
  );
}
