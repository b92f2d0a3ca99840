/** An embed, composed by looking: its parts, theme and width, and the text for an author's page. */

import { VERSION } from "../embed/options.js";
import { PARTS, STAGE } from "../embed/parts.js";
import { SOURCE } from "../embed/protocol.js";
import { make } from "../kit/dom.js";
import { unique } from "../kit/unique.js";
import { count } from "../model/format.js";
import { LONGEST, linkTo, NOTHING } from "../model/share-link.js";

/** @import { Session } from "../model/session.js" */

/** Where a frame's page has not told how high it is, in pixels. */
const USUAL_HEIGHT = 680;
const WIDTHS = ["100%", "900px", "690px", "390px", "340px"];

/**
 * How each kind of embed is written; Markdown takes HTML as it is, where no line of it is empty.
 *
 * @type {Record<string, (embed: {address: string, options: string[][], text: string, width: string,
 *   height: number, title: string, isMarkdown: boolean}) => string>}
 */
const KINDS = {
  Element: ({ options, text, width }) => {
    const script = new URL("one-neuron.js", location.href).href;
    const values = [
      ...options.filter(([name]) => name !== "v"),
      ...(text === NOTHING ? [] : [["experiment", text]]),
    ];
    const attributes = values.map(([name, value]) => `\n  ${name}="${escaped(value)}"`).join("");
    return (
      `<script type="module" src="${script}"></script>\n` +
      `<one-neuron style="width: ${width}"${attributes}></one-neuron>`
    );
  },
  Frame: ({ address, width, height, title }) =>
    `<iframe src="${escaped(address)}" title="${escaped(title)}"\n  loading="lazy" ` +
    `allow="clipboard-write"\n  style="width: ${width}; height: ${height}px; border: 0"></iframe>`,
  Link: ({ address, title, isMarkdown }) =>
    isMarkdown
      ? `[${title}](${address.replace(/[()]/g, encodeURIComponent)})`
      : `<a href="${escaped(address)}">${escaped(title)}</a>`,
};

export class Composer {
  #text = "{}";
  #height = USUAL_HEIGHT;

  /**
   * @param {Session} session
   * @param {(snippet: string) => void} onChange
   */
  constructor(session, onChange) {
    this.session = session;
    this.onChange = onChange;
    this.kind = choice(Object.keys(KINDS));
    this.language = choice(["HTML", "Markdown"]);
    this.theme = choice(["auto", "light", "dark"]);
    this.width = choice(WIDTHS);
    const { iteration } = session.frame;
    this.begins = make("input", { type: "checkbox" });
    this.parts = Object.entries(PARTS).map(([name, { title }]) => {
      const box = make("input", { type: "checkbox", value: name, checked: STAGE.includes(name) });
      return { name, box, label: make("label", { className: "check", title }, box, name) };
    });
    this.preview = make("details", {}, make("summary", { textContent: "Look at it" }));
    this.preview.ontoggle = () => this.#look();
    addEventListener("message", this.#hear);
    // Beside its label, not in it: the label's text is then not that of all options.
    const labelled = (/** @type {string} */ text, /** @type {HTMLSelectElement} */ field) => {
      field.id = unique("composer");
      return make("span", {}, make("label", { htmlFor: field.id }, text), field);
    };
    this.root = make(
      "fieldset",
      { className: "composer" },
      make(
        "div",
        { className: "choices" },
        labelled("Embed as", this.kind),
        labelled("Written in", this.language),
        labelled("Theme", this.theme),
        labelled("Width", this.width),
      ),
      make(
        "details",
        { className: "parts" },
        make("summary", { textContent: "Parts that it shows" }),
        ...this.parts.map(({ label }) => label),
      ),
      make(
        "label",
        { className: "check", hidden: iteration === 0 },
        this.begins,
        `It begins at iteration ${count(iteration)}`,
      ),
      this.preview,
    );
    this.root.onchange = () => this.#compose();
  }

  /** @param {string} text What of the experiment is not as in the tutorial, as JSON. */
  about(text) {
    this.#text = text;
    this.#compose();
  }

  /** The dialog is closed. */
  close() {
    removeEventListener("message", this.#hear);
  }

  get #options() {
    const shown = this.parts.filter(({ box }) => box.checked).map(({ name }) => name);
    const isUsual = shown.length === STAGE.length && STAGE.every((name) => shown.includes(name));
    return [
      ["v", String(VERSION)],
      ...(isUsual || !shown.length ? [] : [["show", shown.join(",")]]),
      ...(this.theme.value === "auto" ? [] : [["theme", this.theme.value]]),
      ...(this.begins.checked ? [["iteration", String(this.session.frame.iteration)]] : []),
    ];
  }

  #compose() {
    const address = linkTo(this.#text, this.#options);
    if (address.length > LONGEST) return;
    if (this.preview.open && this.frame?.src !== address) this.#look();
    if (this.frame) this.frame.style.width = this.width.value;
    this.onChange(
      KINDS[this.kind.value]({
        address,
        options: this.#options,
        text: this.#text,
        width: this.width.value,
        height: this.#height,
        title: document.title,
        isMarkdown: this.language.value === "Markdown",
      }),
    );
  }

  /** A frame as the author's page will have it; not before it is asked for, since it may need Python. */
  #look() {
    this.frame?.remove();
    this.frame = undefined;
    if (!this.preview.open) return;
    const src = linkTo(this.#text, this.#options);
    this.frame = make("iframe", { title: "The embed", src });
    this.frame.style.width = this.width.value;
    this.preview.append(this.frame);
  }

  /** The height that the preview tells is the one that a frame needs. */
  #hear = (/** @type {MessageEvent} */ { source, data }) => {
    if (!this.frame || source !== this.frame.contentWindow) return;
    if (data?.source !== SOURCE || data.type !== "height") return;
    this.#height = Number(data.detail.height);
    this.frame.style.height = `${this.#height}px`;
    this.#compose();
  };
}

/** @param {string[]} values */
const choice = (values) =>
  make("select", {}, ...values.map((value) => make("option", { value, textContent: value })));

/** @param {string} text For an attribute between double quotes. */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
