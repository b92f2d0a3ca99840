/** The data files of this build, by name. Each is in a folder that is named after its content. */

import files from "../built/files.json" with { type: "json" };
import { ROOT } from "../built/root.js";
import { answered, contentOf, insisting, notFetched, unanswered } from "./arrival.js";

/** @import { Made } from "./arrival.js" */

/** @param {string} name @returns {Made} */
export function made(name) {
  return files[name];
}

/** @param {string} name */
export function addressOf(name) {
  return new URL(made(name).path, ROOT).href;
}

/**
 * The content of a file.
 *
 * @param {string} name
 * @param {(bytes: number) => void} [onPiece]
 */
export function content(name, onPiece) {
  return insisting(async (options) =>
    contentOf(made(name), await answered(made(name), ROOT, options), onPiece),
  );
}

/**
 * The content of a file, while everything waits.
 *
 * @param {string} name
 */
export function contentAtOnce(name) {
  const request = new XMLHttpRequest();
  request.open("GET", addressOf(name), false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch {
    throw unanswered(name);
  }
  if (request.status !== 200) throw new Error(notFetched(name, request.status));
  const bytes = new Uint8Array(request.response);
  if (bytes.length !== made(name).bytes)
    throw new Error(`${name} is not the file that the build made: host it as it was built.`);
  return bytes;
}
