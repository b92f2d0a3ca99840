/** Tells the page around this one how high it is: what is shown of it, and never more. */

import { isFramed } from "../kit/framed.js";
import { message } from "./protocol.js";

/** As learning platforms listen to. */
const LTI = "lti.frameResize";
/** What a dialog keeps from the lower edge, in pixels. */
const MARGIN = 12;

/** Begins to tell it. That anybody may hear how high the page is gives nothing away. */
export function tellHeight() {
  if (!isFramed) return;
  let told = 0;
  const tell = () => {
    const height = Math.ceil(heightOf(document.body));
    if (height === told) return;
    told = height;
    parent.postMessage(message("", "height", { height }), "*");
    parent.postMessage({ subject: LTI, height }, "*");
  };
  const sizes = new ResizeObserver(tell);
  sizes.observe(document.body);
  new MutationObserver(() => {
    for (const dialog of document.querySelectorAll("dialog")) sizes.observe(dialog);
    tell();
  }).observe(document.body, { childList: true }); // dialogs come and go there
}

/** Of its parts, and of a dialog that reaches further down. @param {HTMLElement} body */
function heightOf(body) {
  const bottoms = [...document.querySelectorAll("dialog[open]")].map(
    (dialog) => dialog.getBoundingClientRect().bottom + scrollY + MARGIN,
  );
  return Math.max(body.getBoundingClientRect().height, ...bottoms);
}
