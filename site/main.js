/**
 * Opens the page, or says why it could not. It is no module itself, once it has been built: it runs
 * whatever type its host gives it, from a file, and in a sandboxed frame that may read nothing else.
 * Where not even this runs, what the page holds in `#unopened` comes to be seen.
 */

import { faultOfScript } from "./arrival/arrival.js";
import { receive } from "./arrival/early.js";
import { seen } from "./arrival/seen.js";
import modules from "./built/page.json" with { type: "json" };
import { openRooms } from "./kit/rooms.js";

/** The page's folder: this script is part of the page, and has no address of its own. */
const ROOT = new URL(".", document.baseURI);

document.querySelector("#unopened")?.remove();
if (location.protocol === "file:") {
  say("Browsers do not run this page from a file. Serve its folder: python3 -m http.server");
} else {
  const take = receive();
  openRooms();
  open(take).catch(tell);
}

/** @param {ReturnType<typeof receive>} take Gives what the reader does meanwhile. */
async function open(take) {
  await seen;
  const needed = /** @type {HTMLTemplateElement} */ (document.querySelector("#needed"));
  document.head.append(needed.content); // so that none waits for another
  const page = await import(new URL(modules[0].path, ROOT).href);
  await page.open(take);
}

/** @param {Error & {mayPass?: boolean}} error What was thrown by a module, or because one did not come. */
async function tell(error) {
  console.error(error);
  const faults =
    "mayPass" in error ? [] : await Promise.all(modules.map((file) => faultOfScript(file, ROOT)));
  const { message, mayPass } = faults.find((fault) => fault) ?? error;
  if (mayPass) say(`The page could not be opened: ${message} Please load it again.`);
  else say(`The page could not be opened. For whoever hosts it: ${message}`);
}

/** @param {string} text */
function say(text) {
  const status = /** @type {HTMLElement} */ (document.querySelector("#status"));
  status.textContent = text;
  status.className = "failed";
}
