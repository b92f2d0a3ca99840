/** The reader's own Python: another rule for the stage, or a script of any kind. */

import { signal, untracked } from "@preact/signals-core";
import { later } from "../arrival/later.js";
import { whenAddressed } from "../kit/address.js";
import { make, write } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";
import { reveal } from "../kit/tabs.js";
import { unique } from "../kit/unique.js";
import { count } from "../model/format.js";
import { Stopped } from "../model/interruption.js";
import { panel } from "./panel.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Panel } from "./panel.js"
 * @import { Problem } from "../python/queries.js"
 * @import { CodeEditor } from "./code-mirror.js"
 */

const RULE = "The rule";
const SCRIPT = "A free script";

/** @type {Panel} */
export function editor(session) {
  return panel(
    "editor",
    "Change the Python",
    "The rule of one training step, as it is in neuron_core, is yours to change: run it, and the stage trains with it. " +
      "Yours runs line by line; the original, in a long training, as WebAssembly that is made from its formulas and gives the same numbers.",
    new Editor(session).root,
  );
}

class Editor {
  #running = signal(false);
  #arrived = signal(/** @type {CodeEditor | null} */ (null));
  /** @type {Record<string, string>} What the tabs begin with. */
  #originals = {};
  #tab = RULE;
  /** @type {object | undefined} The description of what the original rule is for. */
  #described;
  /** Printed, and not yet to be seen. */
  #waiting = "";
  /** The name of what is said of the keys. */
  #keys = unique("editor-keys");

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.opener = make("button", { textContent: "Open the editor", onclick: () => this.open() });
    this.tabs = [RULE, SCRIPT].map((name) =>
      make("button", {
        role: "tab",
        textContent: name,
        onclick: () => this.#choose(name),
        onkeydown: (event) => this.#turn(event),
      }),
    );
    this.place = make("div", { className: "code", role: "tabpanel" });
    this.run = make("button", {
      className: "main",
      textContent: "Run",
      onclick: () => this.#run(),
    });
    this.stop = make("button", { textContent: "Stop", onclick: () => this.#stop() });
    this.reset = make("button", { textContent: "Reset rule", onclick: () => this.#reset() });
    this.said = make("p", { className: "said" });
    this.said.setAttribute("aria-live", "polite");
    this.problem = make("div", { className: "code-trouble" });
    this.printed = make("pre", { tabIndex: 0, role: "region", ariaLabel: "Output of print" });
    this.shell = make(
      "div",
      { className: "editor", hidden: true },
      make(
        "div",
        {},
        make("div", { role: "tablist", ariaLabel: "What to edit" }, ...this.tabs),
        this.place,
        make("p", {
          id: this.#keys,
          className: "keys",
          textContent: "The Tab key indents; Escape and then Tab leads out of the editor.",
        }),
      ),
      make(
        "div",
        {},
        make("div", { className: "buttons" }, this.run, this.stop, this.reset),
        this.said,
        this.problem,
        make("h3", { textContent: "Output of print" }),
        this.printed,
      ),
    );
    this.root = make("div", {}, this.opener, this.shell);
    redraw(() => {
      this.run.ariaDisabled = String(this.#running.value);
      this.stop.ariaDisabled = String(!this.#running.value && !session.edited);
      this.reset.classList.toggle("wanted", session.edited);
    });
    redraw(() => session.broken && untracked(() => this.#fail()));
    redraw(() => session.offered && untracked(() => this.#take()));
    session.ownRule = () => this.#changed(RULE);
    addEventListener("beforeunload", (event) => {
      if ([RULE, SCRIPT].some((name) => this.#changed(name))) event.preventDefault();
    });
    redraw(() => {
      const { description } = session;
      if (this.#editor && this.#described !== description) untracked(() => this.#renew());
    });
    const openIfAddressed = () => {
      if (location.hash === "#editor" && this.shell.hidden) this.open();
    };
    whenAddressed(openIfAddressed);
    openIfAddressed();
  }

  get #editor() {
    return this.#arrived.value;
  }

  /** What the reader has made of a text, or nothing. @param {string} name */
  #changed(name) {
    const text = this.#editor?.textOf(name);
    return text === undefined || text === this.#originals[name] ? "" : text;
  }

  /** Shows a rule that came with a file. It is Python of someone else's: only the reader runs it. */
  async #take() {
    const { session } = this;
    const rule = session.offered;
    session.offered = "";
    reveal("python");
    if (!this.#editor) await this.open();
    if (!this.#editor) return; // why, it says
    this.#choose(RULE);
    this.#editor.text = rule;
    write(
      this.said,
      "This rule came with the file. It has not run: read it, and press Run if it is to.",
    );
  }

  /** Brings CodeMirror, and the Python that is to be edited. */
  async open() {
    this.opener.ariaBusy = "true";
    try {
      write(this.opener, "The editor is on its way …");
      const [{ CodeEditor }, rule, script] = await Promise.all([
        later(import("./code-mirror.js")),
        this.session.ask((python) => python.rule()),
        this.session.ask((python) => python.script()),
      ]);
      this.#described = this.session.description;
      this.#originals = { [RULE]: rule.answer, [SCRIPT]: script.answer };
      this.#arrived.value = new CodeEditor(this.place, this.#keys);
      this.shell.hidden = false;
      this.opener.hidden = true;
      this.#choose(RULE);
      this.#editor?.focus();
    } catch (error) {
      write(this.opener, "Open the editor");
      this.opener.after(
        make("p", {
          className: "problem",
          textContent: `It could not be opened: ${message(error)}`,
        }),
      );
    } finally {
      this.opener.ariaBusy = null;
    }
  }

  /** @param {string} name */
  #choose(name) {
    this.#tab = name;
    this.tabs.forEach((tab) => {
      tab.ariaSelected = String(tab.textContent === name);
      tab.tabIndex = tab.textContent === name ? 0 : -1;
    });
    this.place.ariaLabel = name;
    this.reset.hidden = name !== RULE;
    this.#editor?.show(name, this.#originals[name]);
  }

  /** @param {KeyboardEvent} event */
  #turn({ key }) {
    if (key !== "ArrowRight" && key !== "ArrowLeft") return;
    const other = this.tabs.find((tab) => tab.ariaSelected !== "true");
    other?.focus();
    other?.click();
  }

  /** The rule in use, which worked at first, has failed on the stage. */
  #fail() {
    const { broken, frame, edited } = this.session;
    if (!broken) return;
    const where = edited
      ? `It failed at iteration ${count(frame.iteration)}.`
      : "The original rule is in use again.";
    this.#trouble(broken, where, RULE);
  }

  /** Another experiment may have other activations; a text that the reader has changed stays. */
  async #renew() {
    this.#described = this.session.description;
    const { answer: source } = await this.session.ask((python) => python.rule());
    if (this.#tab === RULE && this.#editor?.text === this.#originals[RULE])
      this.#editor.text = source;
    this.#originals[RULE] = source;
  }

  async #run() {
    if (this.#running.value || !this.#editor) return;
    this.#running.value = true;
    this.before = this.session.frame.iteration;
    this.#editor.mark(null);
    this.problem.replaceChildren();
    this.printed.textContent = "";
    write(this.said, "Running …");
    try {
      await (this.#tab === RULE
        ? this.#runRule(this.#editor.text)
        : this.#runScript(this.#editor.text));
    } catch (error) {
      if (!(error instanceof Stopped)) await this.#recover(error);
    } finally {
      this.#running.value = false;
    }
  }

  /** @param {string} source */
  async #runRule(source) {
    const { session } = this;
    const problem = await session.useRule(
      source === this.#originals[RULE] ? null : source,
      this.#print,
    );
    if (problem) return this.#trouble(problem, "The stage keeps the rule that it had.");
    write(this.said, "The rule is accepted; the stage trains with it.");
    await session.train(session.speed === "slow" ? "watch" : session.speed);
    if (session.broken) return;
    write(
      this.said,
      session.edited
        ? "The stage trains with your rule until you reset it."
        : "This is the original rule.",
    );
  }

  /** @param {string} source */
  async #runScript(source) {
    const problem = await this.session.runScript(source, this.#print);
    if (problem) this.#trouble(problem, "");
    else write(this.said, "Done.");
  }

  async #stop() {
    if (this.stop.ariaDisabled === "true") return;
    write(this.said, "Stopping …");
    await this.session.stop();
    await this.session.goto(this.before ?? 0);
    write(
      this.said,
      "Stopped. Python has been started again, with the original rule and the experiment as it was; your text is still here.",
    );
  }

  async #reset() {
    if (!this.#editor) return;
    this.#editor.text = this.#originals[RULE];
    this.#editor.mark(null);
    this.problem.replaceChildren();
    if (this.session.edited) await this.session.useRule(null, this.#print);
    write(this.said, "The original rule is back.");
  }

  /**
   * Python itself is broken, as by recursion without end: another one is started.
   *
   * @param {unknown} error
   */
  async #recover(error) {
    await this.#stop();
    write(
      this.said,
      `Python broke down (${message(error)}) and has been started again; your text is still here.`,
    );
  }

  /** Puts down what was printed, once for each picture of the screen: it may be very many lines. */
  #print = (/** @type {string} */ text) => {
    if (!this.#waiting) {
      requestAnimationFrame(() => {
        this.printed.append(this.#waiting);
        this.printed.scrollTop = this.printed.scrollHeight;
        this.#waiting = "";
      });
    }
    this.#waiting += text;
  };

  /**
   * @param {Problem} problem
   * @param {string} consequence
   * @param {string} tab Where the text stands that it is about.
   */
  #trouble({ problem, line, traceback }, consequence, tab = this.#tab) {
    if (line && this.#editor && tab === this.#tab) this.#editor.mark({ line, text: problem });
    const where = line ? `Line ${line}: ` : "";
    write(this.said, `${where}${problem} ${consequence}`);
    this.problem.replaceChildren(
      make("pre", { textContent: traceback, tabIndex: 0, role: "region", ariaLabel: "Traceback" }),
    );
  }
}

/** @param {unknown} error */
const message = (error) => (error instanceof Error ? error.message : String(error)).split("\n")[0];
