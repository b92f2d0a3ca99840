/** Views of what Python has to be asked for, beside the frames: kept up with what is shown. */

/**
 * @import { Client } from "../lab/client.js"
 * @import { Session } from "../session.js"
 */

/** While it trains, in milliseconds: weights that change their sign must not flash. */
const EVERY = 600;

/**
 * Returns a view that asks anew whenever what is shown has changed, as soon as it has been on
 * the screen.
 *
 * @template Answer
 * @param {Session} session
 * @param {HTMLElement} root Has the class `behind` while it does not show what it should.
 * @param {object} view
 * @param {() => unknown[]} view.about What the answer depends on.
 * @param {(python: Client["python"]) => Promise<Answer>} view.ask
 * @param {(answer: Answer) => void} view.show
 * @param {boolean} [view.costly] Asks only while the view is on the screen.
 */
export function keepUp(session, root, { about, ask, show, costly = false }) {
  /** @type {unknown[]} */
  let shown = [];
  let wanted = false;
  let isNew = !costly; // asks once unseen, so that the page has its height, and links their places
  let busy = false;
  let last = -EVERY;

  const isBehind = () => about().some((part, at) => part !== shown[at]);

  async function look() {
    const behind = isBehind();
    root.classList.toggle("behind", behind);
    if (!behind || !(wanted || isNew) || busy || !session.ready || session.asked) return;
    if (session.training && performance.now() - last < EVERY) return;
    busy = true;
    last = performance.now();
    const asked = about();
    try {
      const answer = await session.ask(ask);
      if (session.training || asked.every((part, at) => part === about()[at])) show(answer);
      shown = asked;
      isNew = false;
    } catch {
      // Python was stopped, or has failed: the status says so, and another change asks again.
      shown = [];
    } finally {
      busy = false;
    }
    root.classList.toggle("behind", isBehind());
    if (isBehind()) look();
  }

  new IntersectionObserver(
    ([{ isIntersecting }]) => {
      wanted = isIntersecting || (wanted && !costly);
      look();
    },
    { rootMargin: "200px" },
  ).observe(root);
  return { draw: () => void look() };
}
