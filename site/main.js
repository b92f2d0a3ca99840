/**
 * Opens the page, or says why it could not. It is no module itself, once it has been built: it runs
 * whatever type its host gives it, from a file, and in a sandboxed frame that may read nothing else.
 * Where not even this runs, what the page holds in `#unopened` comes to be seen.
 */

import { Fault, faultOf, nameOf } from "./arrival/arrival.js";
import { receive } from "./arrival/early.js";
import { seen } from "./arrival/seen.js";
import modules from "./built/page.json" with { type: "json" };
import parts from "./built/parts.json" with { type: "json" };
import styles from "./built/styles.json" with { type: "json" };
import { arrange } from "./embed/layout.js";
import { openRooms } from "./kit/rooms.js";

/** The page's folder: this script is part of the page, and has no address of its own. */
const ROOT = new URL(".", document.baseURI);

// What is there for browsers in which this does not run; styles, which may be missing, only hide it.
for (const words of document.querySelectorAll("#unopened, .without")) words.remove();
if (location.protocol === "file:") {
  say("Browsers do not run this page from a file. Serve its folder: python3 -m http.server");
} else {
  const { take, giveUp } = receive(part("#status"));
  openRooms(part("#rooms"));
  arrange();
  open(take).catch((error) => {
    giveUp();
    return tell(error);
  });
}

/** What the page's HTML has. @param {string} selector */
function part(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}

/** @param {ReturnType<typeof receive>["take"]} take Gives what the reader does meanwhile. */
async function open(take) {
  await seen;
  if (!isStyled()) await findStyles();
  const needed = /** @type {HTMLTemplateElement} */ (part("#needed"));
  document.head.append(needed.content); // so that none waits for another
  const page = await import(new URL(modules[0].path, ROOT).href);
  await page.open(take, parts);
}

/** Whether all styles are there: the last of them sets this. */
function isStyled() {
  return getComputedStyle(document.documentElement).getPropertyValue("--all-styles") !== "";
}

/** Has styles that did not come come, or throws why not. A reader who has turned them off has them. */
async function findStyles() {
  const again = document.createElement("link");
  const isHere = new Promise((resolve) => {
    again.onload = () => resolve(true);
    again.onerror = () => resolve(false);
  });
  Object.assign(again, { rel: "stylesheet", href: new URL(styles.path, ROOT).href });
  document.head.append(again);
  if ((await isHere) && isStyled()) return;
  const fault = await faultOf(styles, ROOT);
  if (fault) throw fault;
  if (!(await isHere)) throw new Fault(`${nameOf(styles.path)} did not come.`, { mayPass: true });
}

/** @param {Error & {mayPass?: boolean}} error What was thrown by a module, or because one did not come. */
async function tell(error) {
  console.error(error);
  const faults =
    "mayPass" in error ? [] : await Promise.all(modules.map((file) => faultOf(file, ROOT)));
  const { message, mayPass } = faults.find((fault) => fault) ?? error;
  if (mayPass)
    say(
      `The page could not be opened: ${message} Please load it again. If that does not help, tell whoever hosts it.`,
    );
  else say(`The page could not be opened. For whoever hosts it: ${message}`);
}

/** @param {string} text */
function say(text) {
  // Without styles the stage is a long list, and what is above it is seen.
  const place = part(isStyled() ? "#status" : "#notice");
  place.textContent = text;
  place.classList.add("failed");
}
