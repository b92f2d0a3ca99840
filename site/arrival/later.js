/** Parts of the page that come when they are needed. */

import { ROOT } from "../built/root.js";
import { faultOf } from "./arrival.js";

/** @import { Made } from "./arrival.js" */

/** @type {Made | undefined} A list of all parts of this build that come later. */
let list;

/** @param {Made} made */
export function know(made) {
  list = made;
}

/** What the build has made of all parts; nothing where not even the list of them can be had. */
async function parts() {
  const answer = list && (await fetch(new URL(list.path, ROOT)).catch(() => undefined));
  return /** @type {Made[]} */ ((await answer?.json().catch(() => [])) ?? []);
}

/**
 * A part, or in plain words why it is not there. Browsers say no more than that it could not be
 * used, so all parts are looked at.
 *
 * @template Part
 * @param {Promise<Part>} part
 * @returns {Promise<Part>}
 */
export function later(part) {
  return part.catch(async (error) => {
    console.error(error);
    const faults = await Promise.all((await parts()).map((made) => faultOf(made, ROOT)));
    const fault = faults.find((found) => found);
    if (fault && !fault.mayPass)
      throw new Error(`A part of the page could not be used: ${fault.message}`);
    throw new Error(
      `A part of the page did not come. ${fault ? `${fault.message} ` : ""}It was blocked on its way, or a newer build of the page has been put up: load the page again.`,
    );
  });
}
