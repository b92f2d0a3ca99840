/** What leaves the page and what comes into it: links, files, a table dropped on it or pasted. */

import { later } from "../arrival/later.js";
import { isLocked } from "../embed/options.js";
import { make } from "../kit/dom.js";
import {
  experimentAt,
  experimentIn,
  experimentNamed,
  NOTHING,
  optionsIn,
} from "../model/share-link.js";

/** @import { Session } from "../model/session.js" */

const TABLES = ".csv,.tsv,.tab,.psv,.txt,.dat,.data,.asc,.xlsx,.xlsm";
const EXPERIMENTS = ".json";
const KEPT = "the page around this one keeps its experiment as it is.";
/** Larger files are not read, in megabytes. */
const MOST = 50;
/** Where text is pasted as usual. */
const FIELDS =
  "input:not([type=radio], [type=checkbox], [type=range]), textarea, [contenteditable]";

/** The dialogs come when they are first needed. */
export class Share {
  /**
   * @param {Session} session
   * @param {Record<"share" | "save" | "home" | "load" | "table", HTMLButtonElement>} buttons
   */
  constructor(session, buttons) {
    this.session = session;
    this.#on(buttons.share, async () => (await later(import("./share-dialog.js"))).share(session));
    this.#on(buttons.save, async () => (await later(import("./save-dialog.js"))).save(session));
    this.#on(buttons.home, async () => (await later(import("./home-dialog.js"))).takeHome(session));
    this.#on(buttons.load, async () => this.#choose(`${EXPERIMENTS},${TABLES}`));
    this.#on(buttons.table, async () => this.#choose(TABLES));
    window.addEventListener("hashchange", ({ oldURL }) => this.#openLink(new URL(oldURL).hash));
    this.#watchDrops();
    document.addEventListener("paste", (event) => this.#paste(event));
    this.#openLink();
  }

  /**
   * The experiment that the address names, if it does. Where options have named one and do no more,
   * it is the tutorial's again; where others have changed, it is open already.
   *
   * @param {string} before What of the address before begins with its #.
   */
  #openLink(before = "") {
    const [was, is] = [before, location.hash].map(experimentNamed);
    const isOver = was && !is && optionsIn(location.hash).size > 0;
    if (was !== is)
      this.#open(
        () => (isOver ? experimentIn(NOTHING) : experimentAt(location.hash)),
        "The experiment of the link",
      );
  }

  /**
   * @param {() => {experiment: object, rule: string} | null} read Gives an experiment, if there is one.
   * @param {string} source What it is called.
   */
  async #open(read, source) {
    try {
      const found = read();
      if (!found) return;
      await this.session.openForeign(found.experiment, source);
      if (!this.session.notice) this.session.offered = found.rule;
    } catch (error) {
      this.#refuse(source, error);
    }
  }

  /** @param {string} accept Endings. */
  #choose(accept) {
    const chooser = make("input", { type: "file", accept });
    chooser.onchange = () => this.#take(chooser.files?.[0]);
    chooser.click();
  }

  /** @param {File | undefined} file */
  async #take(file) {
    if (!file) return;
    try {
      if (isLocked("share")) throw new Error(KEPT);
      const size = Math.ceil(file.size / 1e6);
      if (size > MOST) throw new Error(`it has ${size} MB, and at most ${MOST} are accepted.`);
      const isExperiment = file.name.toLowerCase().endsWith(EXPERIMENTS);
      if (isExperiment) {
        const text = await file.text();
        await this.#open(() => experimentIn(text), file.name);
      } else (await later(import("./file-dialog.js"))).openTable(this.session, file);
    } catch (error) {
      this.#refuse(file.name, error);
    }
  }

  #watchDrops() {
    const hasFile = (/** @type {DragEvent} */ { dataTransfer }) =>
      dataTransfer?.types.includes("Files");
    const mark = (/** @type {boolean} */ isOver) =>
      document.documentElement.classList.toggle("dropping", isOver);
    document.addEventListener("dragover", (event) => {
      if (!hasFile(event)) return;
      event.preventDefault(); // or the browser would leave the page and show the file
      mark(true);
    });
    document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget ?? mark(false));
    document.addEventListener("drop", (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      mark(false);
      this.#take(event.dataTransfer?.files[0]);
    });
  }

  /** @param {ClipboardEvent} event */
  #paste({ target, clipboardData }) {
    const isElsewhere = target instanceof Element && target.closest(FIELDS);
    if (isElsewhere || !clipboardData || document.querySelector("dialog[open]")) return;
    const text = clipboardData.getData("text/plain").trim();
    if (clipboardData.files.length) this.#take(clipboardData.files[0]);
    else if (text.startsWith("{") && !isLocked("share"))
      this.#open(() => experimentIn(text), "What was pasted");
    else if (isTable(text)) this.#take(new File([text], "Pasted table"));
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {() => Promise<unknown>} act
   */
  #on(button, act) {
    button.onclick = async () => {
      button.focus(); // not every browser does so; here the focus returns to
      try {
        await act();
      } catch (error) {
        this.session.refuse(`That could not be opened: ${messageOf(error)}`); // the stage is what it was
      }
    };
  }

  /**
   * @param {string} what
   * @param {unknown} error
   */
  #refuse(what, error) {
    this.session.refuseForeign(what, messageOf(error));
  }
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** Whether text has lines of several cells each, as a table has. @param {string} text */
function isTable(text) {
  const [first, second = ""] = text.split(/\r\n?|\n/);
  return ["\t", ";", "|", ","].some(
    (separator) => first.includes(separator) && second.includes(separator),
  );
}
