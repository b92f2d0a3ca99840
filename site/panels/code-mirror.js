/** The editor itself: CodeMirror, which comes only when this module is asked for. */

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
  WidgetType,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { StyleModule } from "style-mod";
import { make } from "../kit/dom.js";

/** The page, as a place for styles: one without a head gets sheets; policies forbid a `<style>` in the head. */
const SHEETS = {
  ownerDocument: document,
  get adoptedStyleSheets() {
    return document.adoptedStyleSheets;
  },
  set adoptedStyleSheets(sheets) {
    document.adoptedStyleSheets = sheets;
  },
};
const { mount } = StyleModule;
StyleModule.mount = (_, styles) => mount(/** @type {any} */ (SHEETS), styles);

/** Colours are the theme's, so that they follow it into the dark and onto paper. */
const COLOURS = HighlightStyle.define([
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.modifier],
    color: "var(--positive)",
    fontWeight: "600",
  },
  { tag: [tags.string, tags.docString], color: "var(--wrong)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--good-ink)" },
  {
    tag: [tags.definition(tags.variableName), tags.function(tags.definition(tags.variableName))],
    fontWeight: "600",
  },
]);

const LOOKS = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--panel)", fontSize: "0.84375rem" },
  "&.cm-focused": { outline: "2px solid var(--positive)", outlineOffset: "-2px" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    lineHeight: "1.5",
    maxHeight: "30rem",
    minHeight: "14rem",
  },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "transparent", border: "0" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground":
    {
      background: "color-mix(in srgb, var(--positive) 28%, transparent)",
    },
});

/** @type {import("@codemirror/state").StateEffectType<{line: number, text: string} | null>} */
const setProblem = StateEffect.define();

/** What is said below a line: until the reader changes something. */
class Words extends WidgetType {
  /** @param {string} text */
  constructor(text) {
    super();
    this.text = text;
  }

  toDOM() {
    return make("div", { className: "code-problem", textContent: this.text });
  }
}

const problemField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setProblem)) continue;
      if (!effect.value) return Decoration.none;
      const { doc } = transaction.state;
      const line = doc.line(Math.max(1, Math.min(effect.value.line, doc.lines)));
      return Decoration.set([
        Decoration.line({ class: "code-problem-line" }).range(line.from),
        Decoration.widget({ widget: new Words(effect.value.text), block: true, side: 1 }).range(
          line.to,
        ),
      ]);
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** One editor with several documents, one of which is open. */
export class CodeEditor {
  /**
   * @param {HTMLElement} place
   * @param {string} keys The id of what is said of its keys.
   */
  constructor(place, keys) {
    this.keys = keys;
    this.view = new EditorView({ parent: place });
    /** @type {Map<string, EditorState>} */
    this.states = new Map();
    this.open = "";
  }

  /**
   * Opens a document; it is made from the text when it is opened first.
   *
   * @param {string} name What it is, for those who do not see it.
   * @param {string} text
   */
  show(name, text) {
    this.states.set(this.open, this.view.state);
    this.open = name;
    this.view.setState(this.states.get(name) ?? fresh(name, text, this.keys));
  }

  get text() {
    return this.view.state.doc.toString();
  }

  set text(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  /**
   * Says at a line what is wrong there; null takes it away.
   *
   * @param {{line: number, text: string} | null} problem
   */
  mark(problem) {
    this.view.dispatch({ effects: setProblem.of(problem) });
    if (!problem) return;
    const line = this.view.state.doc.line(
      Math.max(1, Math.min(problem.line, this.view.state.doc.lines)),
    );
    this.view.dispatch({ effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
  }

  /** What a document holds, open or not; nothing if it has never been opened. @param {string} name */
  textOf(name) {
    const state = name === this.open ? this.view.state : this.states.get(name);
    return state?.doc.toString();
  }

  focus() {
    this.view.focus();
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} keys
 */
function fresh(name, text, keys) {
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      python(),
      syntaxHighlighting(COLOURS),
      LOOKS,
      problemField,
      keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.contentAttributes.of({ "aria-label": name, "aria-describedby": keys }),
    ],
  });
}
