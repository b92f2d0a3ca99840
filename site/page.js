/** The page: one session, and the views that draw it. */

import { content } from "./arrival/files.js";
import { keepForLater } from "./arrival/kept.js";
import { know, later } from "./arrival/later.js";
import { isMetered, isPolite } from "./arrival/loading-policy.js";
import catalogue from "./built/catalogue.json" with { type: "json" };
import description from "./built/description.json" with { type: "json" };
import { begin } from "./embed/begin.js";
import { watchGoal } from "./embed/goal.js";
import { tellHeight } from "./embed/height.js";
import { Host } from "./embed/host.js";
import { arrange, isDeep, layOut } from "./embed/layout.js";
import { find } from "./kit/dom.js";
import { linkParts } from "./kit/linked-highlight.js";
import { openListsFirst } from "./kit/lists.js";
import { goWhereAddressed } from "./kit/rooms.js";
import { asOneStop } from "./kit/roving-tabindex.js";
import { until } from "./model/observed.js";
import { Recording } from "./model/recording.js";
import { Session } from "./model/session.js";
import { Client } from "./python/client.js";
import { Share } from "./share/share.js";
import { about } from "./stage/about.js";
import { announce } from "./stage/announcement.js";
import { Curve } from "./stage/curve.js";
import { DataOptions } from "./stage/data-options.js";
import { Drawing } from "./stage/drawing.js";
import { Explanation } from "./stage/explanation.js";
import { Hand } from "./stage/hand.js";
import { keys } from "./stage/keys.js";
import { menu } from "./stage/menu.js";
import { notice } from "./stage/notice.js";
import { Settings } from "./stage/settings.js";
import { Shape } from "./stage/shape.js";
import { stagePlane } from "./stage/stage-plane.js";
import { status } from "./stage/status.js";
import { Table } from "./stage/table.js";
import { transport, undoing, where } from "./stage/transport.js";

/** @import { Made } from "./arrival/arrival.js" */

/** What the reader does first shall not have to share the line, in milliseconds. */
const A_MOMENT = 1000;
/** A reader may look at the stage for so long before the other rooms are filled, in milliseconds. */
const A_WHILE = 2000;

/**
 * Opens the page with the recorded run, and starts Python.
 *
 * @param {() => () => void} take Gives what the reader has done meanwhile: see `early.js`.
 * @param {Made} parts A list of what the build has made of the parts that come later.
 */
export async function open(take, parts) {
  know(parts);
  layOut();
  tellHeight();
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
  Host.listen(session);
  const doEarly = take();
  const drawing = openStage(session);
  Object.assign(globalThis, { session }); // for whoever looks inside, from a browser's console or a test
  linkParts();
  openListsFirst(document);
  asOneStop(part("share-bar"));
  if (isPolite) session.defer();
  else session.start();
  new Share(session, {
    share: button("share"),
    save: button("save"),
    home: button("home"),
    load: button("load"),
    table: button("open-file"),
  });
  begin(session);
  watchGoal(session, part("goal"));
  if (!session.foreign) doEarly();
  else session.whenReady().then(doEarly, doEarly); // it is about the experiment of the link
  const rest = atRest(session);
  rest.then(() => {
    if (isMetered) return;
    setTimeout(() => {
      client.bringRests();
      keepForLater(part("kept"));
    }, A_MOMENT);
  });
  await fill(part("lesson"), async (root) => {
    const { Lesson } = await later(import("./lesson/lesson.js"));
    new Lesson(session, root, drawing);
  });
  await Promise.race([rest, lookedFurther()]);
  await fill(part("inside"), async (inside) => {
    const { openPanels } = await later(import("./panels/panels.js"));
    openPanels(session, { inside, python: part("python") }, { train: button("train"), drawing });
    arrange();
  });
  goWhereAddressed(); // it was not there before
}

/**
 * Gives each view the part of the page that is its own. Returns the drawing, on which others act.
 *
 * @param {Session} session
 */
function openStage(session) {
  const hand = new Hand(session);
  const drawing = new Drawing(session, part("drawing"), hand);
  notice(session, part("notice"));
  menu(session, part("experiment", HTMLSelectElement));
  const rows = { rows: part("all-rows"), few: part("few-rows"), many: part("many-rows") };
  new Table(session, find(".data", HTMLElement), button("edit-rows"));
  stagePlane(session, part("stage-plane"), rows, part("point-tools"));
  new DataOptions(session, part("data-options"));
  new Shape(session, part("shape"));
  new Settings(session, part("settings", HTMLFormElement), part("problem"));
  transport(session, find(".transport", HTMLElement), find("[name=speed]", HTMLSelectElement));
  keys(session, find(".transport", HTMLElement), button("keys"));
  undoing(hand, button("undo"), button("train"));
  where(session, part("iteration"));
  status(session, find(".runtime", HTMLElement));
  const { slider } = new Curve(session, part("curve"));
  new Explanation(session, part("say"), slider, hand);
  announce(session, part("told"));
  about(session, part("about"));
  return drawing;
}

/**
 * What the page's HTML has under that id.
 *
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {string} id
 * @param {new () => Kind} [kind]
 */
const part = (id, kind) => find(`#${id}`, kind ?? /** @type {new () => Kind} */ (HTMLElement));

/** @param {string} id */
const button = (id) => part(id, HTMLButtonElement);

/**
 * Fills a room. What stands beside the stage comes after it; where it does not come, the stage is there.
 *
 * @param {HTMLElement} room
 * @param {(room: HTMLElement) => Promise<void>} come
 */
async function fill(room, come) {
  try {
    await come(room);
  } catch (error) {
    room.textContent = `This could not be opened. ${/** @type {Error} */ (error).message}`;
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
  if (isDeep() || history.state?.room) return;
  return new Promise((resolve) => {
    for (const sign of ["scroll", "hashchange", "keydown"])
      addEventListener(sign, resolve, { once: true });
    part("rooms").addEventListener("click", resolve, { once: true });
    setTimeout(resolve, A_WHILE);
  });
}
