/** The lesson: short chapters beside the stage, one of them at a time, each with an address. */

import { remark } from "../embed/layout.js";
import { onlyChapter } from "../embed/options.js";
import { whenAddressed } from "../kit/address.js";
import { make } from "../kit/dom.js";
import { bringIntoView, mayTakeOver } from "../kit/framed.js";
import { reveal } from "../kit/tabs.js";
import { experimentNamed } from "../model/share-link.js";
import { Chapter } from "./chapter.js";
import { CHAPTERS } from "./chapters/index.js";
import tell, { MENDED, sentences } from "./chapters/tell.js";
import { isSame, presetOf } from "./guide.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Drawing } from "../stage/drawing.js"
 */

const PREFIX = "#chapter-";

export class Lesson {
  /** @type {Map<string, Chapter>} Those that have been opened, with what was answered. */
  #chapters = new Map();

  /**
   * @param {Session} session
   * @param {HTMLElement} root
   * @param {Drawing} drawing
   */
  constructor(session, root, drawing) {
    this.session = session;
    this.root = root;
    this.drawing = drawing;
    this.links = CHAPTERS.map(({ id, title }, at) =>
      make(
        "a",
        { href: PREFIX + id, title: `${at + 1}. ${title}` },
        make("span", { className: "title unseen", textContent: title }),
      ),
    );
    const list = make("ol", {}, ...this.links.map((link) => make("li", {}, link)));
    this.where = make("span", { className: "chapter-number" });
    this.back = this.#turn("Chapter before", "‹");
    this.next = this.#turn("Chapter after", "›");
    this.place = make("div", { className: "open" });
    this.root.replaceChildren(
      make("h2", { id: "lesson-title", className: "unseen", textContent: "The lesson" }),
      make("nav", { className: "chapters", ariaLabel: "Chapters" }, list),
      make("div", { className: "turning" }, this.back, this.where, this.next),
      this.place,
    );
    // On paper nothing can be pressed: whatever is open, it has the stage and what there is to say of it.
    const heading = make("h2", { textContent: tell.title });
    const mended = make("p", { textContent: MENDED });
    root
      .closest("main")
      ?.append(make("section", { className: "paper" }, heading, sentences(), mended));
    this.#open(this.#addressed() ?? CHAPTERS[0].id);
    if (this.#addressed()) this.#goThere();
    // The same chapter once more, too, brings its stage back.
    whenAddressed(() => {
      const id = this.#addressed();
      const isNamed = location.hash.startsWith(PREFIX);
      if (!id || (!isNamed && id === this.current?.content.id)) return; // other options have changed
      this.#open(id);
      this.#goThere();
    });
  }

  /** The chapter that the address names. */
  #addressed() {
    const isNamed = location.hash.startsWith(PREFIX);
    const id = isNamed ? location.hash.slice(PREFIX.length) : onlyChapter();
    const found = CHAPTERS.find((chapter) => chapter.id === id)?.id;
    if (!found && !isNamed && id)
      remark(
        `There is no chapter “${id}”; its chapters are ${CHAPTERS.map((one) => one.id).join(", ")}.`,
      );
    return found;
  }

  /** @param {string} id */
  #open(id) {
    this.current?.leave();
    const at = CHAPTERS.findIndex((chapter) => chapter.id === id);
    let chapter = this.#chapters.get(id);
    if (!chapter) {
      chapter = new Chapter(this.session, this.drawing, CHAPTERS[at], at, () =>
        this.links[at].classList.add("done"),
      );
      this.#chapters.set(id, chapter);
      chapter.root.append(this.#onwards(at));
    }
    this.current = chapter;
    this.place.replaceChildren(chapter.root);
    chapter.enter();
    this.links.forEach((link, index) => (link.ariaCurrent = index === at ? "step" : null));
    this.where.textContent = `${at + 1} of ${CHAPTERS.length}`;
    this.#lead(this.back, at - 1);
    this.#lead(this.next, at + 1);
  }

  /** Sets the stage up for the open chapter, and brings both into view. */
  async #goThere() {
    const { session, current } = this;
    if (!current) return;
    const preset = presetOf(session, current.content.preset);
    reveal(this.root.id);
    bringIntoView(current.root);
    if (mayTakeOver()) current.heading.focus({ preventScroll: true });
    if (experimentNamed(location.hash)) return; // the chapter is about that
    if (!isSame(session.experiment, preset)) await session.open(preset);
    if (this.current === current) await session.goto(0);
  }

  /**
   * A link that turns the page. It stands where it stands, whatever the chapter's length.
   *
   * @param {string} ariaLabel
   * @param {string} textContent
   */
  #turn(ariaLabel, textContent) {
    return make("a", { ariaLabel, textContent, className: "turn" });
  }

  /**
   * @param {HTMLAnchorElement} link
   * @param {number} to Nowhere, if there is no such chapter.
   */
  #lead(link, to) {
    const chapter = CHAPTERS[to];
    link.title = chapter ? `${to + 1}. ${chapter.title}` : "";
    if (chapter) link.href = PREFIX + chapter.id;
    else link.removeAttribute("href");
  }

  /** Links to the chapters before and after. @param {number} at */
  #onwards(at) {
    const link = (/** @type {string} */ text, /** @type {number} */ to) =>
      CHAPTERS[to]
        ? [
            make("a", {
              href: PREFIX + CHAPTERS[to].id,
              textContent: `${text}: ${CHAPTERS[to].title}`,
            }),
          ]
        : [];
    return make("p", { className: "onwards" }, ...link("Back", at - 1), ...link("Next", at + 1));
  }
}
