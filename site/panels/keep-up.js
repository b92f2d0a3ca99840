/** Views of what Python has to be asked for, beside the frames: kept up with what is shown. */

import { computed, signal, untracked } from "@preact/signals-core";
import { make, write } from "../kit/dom.js";
import { isSeen, redraw } from "../kit/redraw.js";
import { count } from "../model/format.js";

/**
 * @import { Client } from "../python/client.js"
 * @import { Description } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 * @import { Dated } from "../python/queries.js"
 */

/** While it trains, in milliseconds: weights that change their sign must not flash. */
const EVERY = 600;
/** Keeps the room of a line, so that nothing below moves when there is something to say. */
const NOTHING = "\u00a0";

/**
 * Has a view ask anew whenever what is shown has changed: at once where it has been on the screen,
 * else when the stage is at rest. Above it stands which iteration it is about.
 *
 * @template Answer
 * @param {Session} session
 * @param {HTMLElement} root Has the class `behind` while it does not show what it should.
 * @param {object} view
 * @param {() => unknown} view.about Reads what the answer depends on.
 * @param {(python: Client["python"]) => Promise<Dated<Answer>>} view.ask
 * @param {(answer: Answer, iteration: number) => void} view.show
 * @param {(answer: Answer, iteration: number) => string | null} [view.date] What it is about, in
 *   words; null, if it is of no iteration.
 * @param {HTMLElement} [view.top] What the words stand above, where that is not the root.
 * @param {boolean} [view.costly] Asks only while the view is on the screen.
 */
export function keepUp(
  session,
  root,
  { about, ask, show, date = atIteration, top = root, costly = false },
) {
  /** Another one whenever the answer may be another. */
  const subject = computed(() => {
    about();
    return Symbol("subject");
  });
  /** @type {symbol | undefined} */
  let shown;
  const seen = isSeen(root, "200px");
  let wasSeen = false;
  let isNew = !costly; // asks once unseen, so that the page has its height, and links their places
  const busy = signal(false);
  let last = -EVERY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let atRest;
  /** @type {{words: string, iteration: number, description: Description} | null} What the view shows. */
  let dated = null;
  const note = make("p", { className: "dated", hidden: true });
  top.before(note);

  const isBehind = () => subject.value !== shown;

  function tell() {
    const behind = isBehind();
    root.classList.toggle("behind", behind);
    const words = dated
      ? [dated.words, ...(behind ? [whatElse(session, dated)] : [])].filter(Boolean)
      : [];
    note.hidden = !dated;
    write(note, words.join(" ") || NOTHING);
  }

  function look() {
    tell();
    wasSeen ||= seen.value;
    const isWanted = isNew || (costly ? seen.value : wasSeen);
    if (!isBehind() || busy.value || !session.ready || session.asked) return;
    if (!isWanted) return costly ? undefined : later();
    if (session.training && performance.now() - last < EVERY) return;
    untracked(answer);
  }

  async function answer() {
    busy.value = true;
    last = performance.now();
    const asked = subject.value;
    const { description } = session;
    try {
      const { answer, iteration } = await session.ask(ask);
      if (session.training || asked === subject.value) {
        show(answer, iteration);
        const words = date(answer, iteration);
        dated = words === null ? null : { words, iteration, description };
      }
      shown = asked;
      isNew = false;
    } catch {
      // Python was stopped, or has failed: the status says so, and another change asks again.
      shown = undefined;
    } finally {
      busy.value = false;
    }
  }

  /** Asks once nothing has changed for a while. */
  function later() {
    clearTimeout(atRest);
    atRest = setTimeout(() => {
      if (session.training || !isBehind()) return;
      isNew = true;
      look();
    }, EVERY);
  }

  redraw(look);
}

/**
 * Reads what an answer about the iteration that is shown depends on.
 *
 * @param {Session} session
 */
export const shown = ({ frame, description }) => [frame, description];

/** @param {unknown} _answer @param {number} iteration */
const atIteration = (_answer, iteration) => `At iteration ${count(iteration)}.`;

/**
 * How far numbers are from what the stage shows meanwhile; while it trains, both change all the time.
 *
 * @param {Session} session
 * @param {{iteration: number, description: Description}} numbers What they are about.
 */
export function whatElse({ description, frame, training }, { iteration, description: before }) {
  if (before.experiment !== description.experiment)
    return `This is iteration ${count(iteration)} of the experiment before.`;
  if (before !== description) return `This is iteration ${count(iteration)} with the rule before.`;
  if (training || iteration === frame.iteration) return "";
  return `This is iteration ${count(iteration)}; the stage is at iteration ${count(frame.iteration)}.`;
}
