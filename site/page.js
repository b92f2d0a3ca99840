/** The page: one session, and the views that draw it. */

import { content } from "./arrival/files.js";
import { keepForLater } from "./arrival/kept.js";
import { know, later } from "./arrival/later.js";
import { isMetered, isPolite } from "./arrival/manners.js";
import catalogue from "./built/catalogue.json" with { type: "json" };
import description from "./built/description.json" with { type: "json" };
import { find } from "./kit/dom.js";
import { linkParts } from "./kit/linked-highlight.js";
import { redraw } from "./kit/redraw.js";
import { goWhereAddressed } from "./kit/rooms.js";
import { asOneStop } from "./kit/roving-tabindex.js";
import { until } from "./model/observed.js";
import { Recording } from "./model/recording.js";
import { Session } from "./model/session.js";
import { roomIn } from "./model/share-link.js";
import { Client } from "./python/client.js";
import { Share } from "./share/share.js";
import { About } from "./stage/about.js";
import { Curve } from "./stage/curve.js";
import { DataOptions } from "./stage/data-options.js";
import { Drawing } from "./stage/drawing.js";
import { Explanation } from "./stage/explanation.js";
import { Menu } from "./stage/menu.js";
import { Notice } from "./stage/notice.js";
import { Settings } from "./stage/settings.js";
import { Shape } from "./stage/shape.js";
import { StagePlane } from "./stage/stage-plane.js";
import { Table } from "./stage/table.js";
import { Transport } from "./stage/transport.js";

/** @import { Made } from "./arrival/arrival.js" */

/** What the reader does first shall not have to share the line, in milliseconds. */
const A_MOMENT = 1000;
/** A reader may look at the stage for so long before the other rooms are filled, in milliseconds. */
const A_WHILE = 2000;

/**
 * Opens the page with the recorded run, and starts Python.
 *
 * @param {() => () => void} take Gives what the reader has done meanwhile: see `early.js`.
 * @param {Made[]} parts What the build has made of the parts that come later.
 */
export async function open(take, parts) {
  know(parts);
  const client = new Client();
  const frames = content("frames.bin");
  try {
    if (!isPolite) client.prepare();
  } catch {
    // Where a policy forbids workers, the start will say so; the recorded run needs none.
  }
  const session = new Session(
    client,
    new Recording(description, new Float64Array((await frames).buffer)),
    catalogue,
  );
  const doEarly = take();
  /** @type {{draw(): void}[]} */
  const views = [
    new Drawing(session, find("#drawing", HTMLElement)),
    ...[
      Notice,
      Menu,
      StagePlane,
      Table,
      DataOptions,
      Shape,
      Settings,
      Transport,
      Curve,
      Explanation,
      About,
    ].map((View) => new View(session)),
  ];
  for (const view of views) redraw(() => view.draw());
  Object.assign(globalThis, { session }); // for whoever looks inside, from a browser's console or a test
  linkParts();
  asOneStop(find("#share-bar", HTMLElement));
  if (isPolite) session.defer();
  else session.start();
  new Share(session);
  if (!session.foreign) doEarly();
  else session.whenReady().then(doEarly, doEarly); // it is about the experiment of the link
  const rest = atRest(session);
  rest.then(() => isMetered || setTimeout(keepForLater, A_MOMENT));
  await fill("lesson", async () => {
    const { Lesson } = await later(import("./lesson/lesson.js"));
    new Lesson(session);
  });
  await Promise.race([rest, lookedFurther()]);
  await fill("inside", async () => {
    const { openPanels } = await later(import("./panels/panels.js"));
    for (const view of openPanels(session)) redraw(() => view.draw());
  });
  goWhereAddressed(); // it was not there before
}

/**
 * Fills a room. What stands beside the stage comes after it; where it does not come, the stage is there.
 *
 * @param {string} id
 * @param {() => Promise<void>} come
 */
async function fill(id, come) {
  try {
    await come();
  } catch (error) {
    find(`#${id}`, HTMLElement).textContent =
      `This could not be opened. ${/** @type {Error} */ (error).message}`;
  }
}

/**
 * Resolves once Python is there, and has done what was asked of it meanwhile.
 *
 * @param {Session} session
 */
function atRest(session) {
  return until(() => session.ready && !session.training && !session.waiting);
}

/** Resolves as soon as the reader may be looking at more than the stage and the lesson. */
function lookedFurther() {
  if (roomIn(location.hash) || history.state?.room) return;
  return new Promise((resolve) => {
    for (const sign of ["scroll", "hashchange", "keydown"])
      addEventListener(sign, resolve, { once: true });
    find("#rooms", HTMLElement).addEventListener("click", resolve, { once: true });
    setTimeout(resolve, A_WHILE);
  });
}
