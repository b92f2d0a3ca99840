/** What the reader takes home: programs, numbers and pictures, each looked at before it is saved. */

import { action, reason, showDialog } from "../kit/dialog.js";
import { make, write } from "../kit/dom.js";
import { saveFile } from "../kit/save-file.js";
import { count } from "../model/format.js";
import { rasterised } from "./raster.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Export } from "../python/queries.js"
 */

/** So many characters of a file are shown: nobody reads more, and a table may have millions. */
const SHOWN = 20_000;
const PICTURE = ".svg";

/** @param {Session} session */
export function takeHome(session) {
  new HomeDialog(session).fill();
}

class HomeDialog {
  /** @type {Export[]} */
  #exports = [];
  #text = "";
  #asked = 0;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.choice = make("select", { className: "whole-line" });
    this.preview = make("div", { className: "preview taken", tabIndex: 0, role: "group" });
    this.preview.setAttribute("aria-label", "Preview");
    this.said = make("p", { className: "said" });
    this.said.setAttribute("aria-live", "polite");
    this.saving = action("Save", () => this.#save(), "main");
    this.asPixels = action("Save as PNG", () => this.#saveAsPixels());
    this.copying = action("Copy", () => this.#copy());
    this.choice.onchange = () => this.#show();
    this.dialog = showDialog(
      "Take it home",
      make("label", {}, "What to take", this.choice),
      this.preview,
      this.said,
      make(
        "div",
        { className: "actions" },
        this.saving,
        this.asPixels,
        this.copying,
        action("Close", () => this.dialog.close()),
      ),
    );
  }

  async fill() {
    this.#offer("");
    if (!this.session.ready) write(this.said, "It is made as soon as Python is here.");
    try {
      const { answer } = await this.session.ask((python) => python.exports());
      this.#exports = answer;
    } catch (error) {
      return write(this.said, reason(error));
    }
    const groups = [...new Set(this.#exports.map(({ group }) => group))];
    this.choice.replaceChildren(
      ...groups.map((label) =>
        make(
          "optgroup",
          { label },
          ...this.#exports
            .filter(({ group }) => group === label)
            .map(({ name, title }) => make("option", { value: name, textContent: title })),
        ),
      ),
    );
    await this.#show();
  }

  get #chosen() {
    return this.#exports[this.choice.selectedIndex];
  }

  async #show() {
    const mine = (this.#asked += 1);
    this.#offer("");
    try {
      const { answer, iteration } = await this.session.ask((python) =>
        python.export(this.#chosen.name),
      );
      if (mine !== this.#asked) return;
      this.#offer(answer.text);
      write(this.said, answer.problem || `${this.#chosen.file}, of iteration ${count(iteration)}.`);
    } catch (error) {
      if (mine === this.#asked) write(this.said, reason(error));
    }
  }

  /** @param {string} text What is shown and can be saved; nothing, as long as there is none. */
  #offer(text) {
    this.#text = text;
    for (const button of [this.saving, this.asPixels, this.copying]) button.disabled = !text;
    const isPicture = Boolean(this.#chosen?.file.endsWith(PICTURE));
    this.asPixels.hidden = !isPicture;
    this.preview.replaceChildren(
      isPicture && text ? drawn(text) : make("pre", { textContent: shortened(text) }),
    );
  }

  #save() {
    saveFile(this.#chosen.file, this.#text, "text/plain");
  }

  async #saveAsPixels() {
    const { file } = this.#chosen;
    try {
      saveFile(file.replace(PICTURE, ".png"), await rasterised(drawn(this.#text)), "image/png");
    } catch (error) {
      write(this.said, reason(error));
    }
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#text);
      write(this.said, `${this.#chosen.file} is copied.`);
    } catch {
      write(this.said, "This page may not write to the clipboard: save the file instead.");
    }
  }
}

/** A picture as a part of the page. @param {string} text */
function drawn(text) {
  const { documentElement } = new DOMParser().parseFromString(text, "image/svg+xml");
  return /** @type {SVGSVGElement} */ (
    /** @type {unknown} */ (document.importNode(documentElement, true))
  );
}

/** @param {string} text */
const shortened = (text) =>
  text.length <= SHOWN
    ? text
    : `${text.slice(0, SHOWN)}\n… and ${count(text.length - SHOWN)} more characters`;
