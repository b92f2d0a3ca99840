/** What a first training does not call of the runtime and of NumPy's libraries: it comes later. */

import { content, contentAtOnce } from "../../arrival/files.js";
import { link } from "./link.js";

/** @type {Map<string, WebAssembly.Module | undefined>} The rests that nobody has needed yet. */
const rests = new Map();

/** Called whenever a module has come to life. @type {import("../start.js").OnInstance} */
export function awaitRest(module, instance, imports) {
  const name = link(module, instance, imports, taken);
  if (name) rests.set(name, undefined);
}

/** Has all rests come that nobody has needed yet. One that does not is asked for when it is needed. */
export async function bringRests() {
  for (const name of rests.keys()) {
    const rest = await content(name).then(WebAssembly.compile, () => undefined);
    if (rests.has(name)) rests.set(name, rest);
  }
}

/**
 * A rest, while everything waits.
 *
 * @param {string} name
 */
function taken(name) {
  try {
    return rests.get(name) ?? new WebAssembly.Module(contentAtOnce(name));
  } catch (error) {
    // Python cannot go on from the middle of a call: to the page, its worker has died.
    const { message } = /** @type {Error} */ (error);
    const fatal = new Error(`a part of Python that was needed did not come: ${message}`);
    reportError(fatal);
    throw fatal;
  } finally {
    rests.delete(name);
  }
}
