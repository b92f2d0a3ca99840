/** Brings the run where the address wants it to begin: at an iteration, or in training once it is seen. */

import { isStill } from "../kit/dom.js";
import { asked, asksForPython } from "./options.js";

/** @import { Session } from "../model/session.js" */

/** The picture is seen once half of it is, or as much of a high one, in pixels. */
const [SHARE, ENOUGH] = [0.5, 240];
const STEPS = Array.from({ length: 21 }, (_, at) => at / 20);

/**
 * Begins as the address says, now and whenever it says something else.
 *
 * @param {Session} session
 */
export function begin(session) {
  let begun = "";
  const look = () => {
    const { iteration, autoplay } = asked();
    const wanted = JSON.stringify([iteration, autoplay]);
    if (wanted === begun) return;
    begun = wanted;
    start(session).catch(() => {}); // that Python does not come, the status says
  };
  look();
  addEventListener("hashchange", look);
}

/**
 * Goes where a run is to begin, and trains if that is asked for.
 *
 * @param {Session} session
 */
export async function start(session) {
  const { iteration, autoplay } = asked();
  if (iteration !== null) await goExactly(session, iteration);
  if (asksForPython()) await session.needPython(); // there is nothing to see before
  if (!autoplay || isStill()) return;
  await whenSeen();
  if (asked().autoplay && !session.training) await session.train(session.speed);
}

/**
 * The recording has only some of the iterations; the others are Python's to compute.
 *
 * @param {Session} session
 * @param {number} iteration
 */
export async function goExactly(session, iteration) {
  if (!session.foreign) await session.goto(iteration);
  if (!session.foreign && !session.ready && session.frame.iteration === iteration) return;
  await session.needPython();
  await session.goto(iteration);
}

/** Resolves once so much of the picture is on the screen that something can be seen in it. */
function whenSeen() {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(
      (entries) => {
        const isSeen = (/** @type {IntersectionObserverEntry} */ entry) =>
          entry.intersectionRatio >= SHARE || entry.intersectionRect.height >= ENOUGH;
        if (!entries.some(isSeen)) return;
        observer.disconnect();
        resolve(true);
      },
      { threshold: STEPS },
    );
    observer.observe(document.querySelector(".stage") ?? document.documentElement);
  });
}
