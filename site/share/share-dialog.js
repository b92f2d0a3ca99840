/** The experiment as a link, and as a frame for another page. */

import { action, reason, showDialog } from "../kit/dialog.js";
import { make, write } from "../kit/dom.js";
import { count } from "../model/format.js";
import { LONGEST, linkTo } from "../model/share-link.js";
import { Composer } from "./embed-composer.js";
import { download } from "./save-dialog.js";

/** @import { Session } from "../model/session.js" */

/** @param {Session} session */
export function share(session) {
  const link = make("input", { type: "text", readOnly: true });
  const weights = make("input", { type: "checkbox" });
  const whose = make("span", { textContent: "With the weights as they are now" });
  const snippet = make("textarea", { readOnly: true, rows: 5 });
  const composer = new Composer(session, (text) => {
    snippet.value = text;
  });
  const said = make("p", { className: "said" });
  said.setAttribute("aria-live", "polite");
  const copyLink = action("Copy the link", () => copy(link, "link"), "main");
  const copySnippet = action("Copy the snippet", () => copy(snippet, "snippet"));
  const saveInstead = action(
    "Save as a file",
    () => download(session, weights.checked).then(() => dialog.close(), fail),
    "main",
  );
  const whole = make(
    "div",
    { className: "whole" },
    make("div", { className: "copied" }, make("label", {}, "Link", link), copyLink),
    composer.root,
    make(
      "div",
      { className: "copied" },
      make("label", {}, "To embed it in a page", snippet),
      copySnippet,
    ),
  );
  const dialog = showDialog(
    "Share this experiment",
    make("p", {
      className: "about",
      textContent:
        "Whoever opens the link gets this experiment. All of it stands behind the # of the link, which browsers send to no server.",
    }),
    make("label", { className: "check" }, weights, whose),
    whole,
    said,
    make(
      "div",
      { className: "actions" },
      saveInstead,
      action("Close", () => dialog.close()),
    ),
  );
  dialog.addEventListener("close", () => composer.close());
  weights.onchange = show;
  show();

  async function show() {
    for (const button of [copyLink, copySnippet]) button.disabled = true;
    saveInstead.hidden = true;
    write(said, session.ready ? "" : "The link is made as soon as Python is here.");
    try {
      const answer = await session.ask(async (python) => python.link(weights.checked));
      if ("problem" in answer) return fail(new Error(answer.problem));
      write(whose, `With the weights as they are now, at iteration ${count(answer.iteration)}`);
      fill(answer.text);
    } catch (error) {
      fail(error);
    }
  }

  /** @param {string} text */
  function fill(text) {
    const address = linkTo(text);
    const isShort = address.length <= LONGEST;
    whole.hidden = !isShort;
    saveInstead.hidden = isShort;
    if (!isShort) {
      return write(
        said,
        `The link would have ${count(address.length)} characters; of more than ${count(LONGEST)} some programs cut off the rest. A file holds it whole.`,
      );
    }
    link.value = address;
    composer.about(text);
    for (const button of [copyLink, copySnippet]) button.disabled = false;
    write(
      said,
      session.edited ? "Your own rule is not in it: Python from a link would run unseen." : "",
    );
  }

  /** @param {unknown} error */
  function fail(error) {
    write(said, reason(error));
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} field
   * @param {string} what
   */
  async function copy(field, what) {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      write(said, `The ${what} is copied.`);
    } catch {
      field.focus(); // not every page may write to the clipboard
      write(said, `The ${what} is selected: press Ctrl+C to copy it.`);
    }
    history.replaceState(null, "", link.value); // what the page shows now has an address
  }
}
