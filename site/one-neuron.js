/**
 * The element `<one-neuron>`: a frame with the page in it that looks like a part of the page around
 * it. Its child is what is seen before the frame is there, where it cannot come, and in print.
 *
 * A page of its own loads this, and nothing else of ours: it depends on nothing but the two modules
 * that say what is said between both.
 */

import { isMessage, message } from "./embed/protocol.js";

/**
 * @import { Message } from "./embed/protocol.js"
 *
 * @typedef {{experiment: object, iteration: number}} State All that a run is known by: it is computed
 *   again, to the bit.
 * @typedef {{resolve: (value: any) => void, reject: (error: Error) => void}} Waiting
 */

/** Attributes that stand in the frame's address under their own names. */
// biome-ignore format: a list
export const ADDRESSED = [
  "show", "lock", "theme", "iteration", "preset", "seed", "experiment", "autoplay", "goal",
];
/** Attributes that are the element's own business. */
export const OWN = ["src", "loading", "height", "title"];
/** Styles of the page around, as custom properties, that the frame takes over. */
export const STYLES = ["text", "background", "line", "positive", "negative", "font"];
/** What the frame tells, and the element tells on as events. */
// biome-ignore format: a list
export const EVENTS = [
  "ready", "progress", "iteration", "trained", "diverged", "change", "answered", "goal", "error",
];
/** The version of the options that this element writes into addresses. */
const OPTIONS_VERSION = "1";
/** So many frames of a page have Python at the same time; the others have their picture. */
const MOST_ALIVE = 2;
/** A frame is loaded this much before it comes into view. */
const AHEAD = "300px";

const SHADOW = `<style>
  :host { display: block; position: relative; }
  :host([hidden]) { display: none; }
  iframe { display: block; width: 100%; height: var(--one-neuron-height, 560px); border: 0;
    border-radius: var(--one-neuron-radius, 0); }
  :host(:not([data-here])) iframe { position: absolute; inset: 0; opacity: 0; pointer-events: none; }
  :host([data-here]) slot { display: none; }
  button { display: block; margin: 0.5em auto; padding: 0.6em 1.2em; font: inherit; cursor: pointer; }
  :host(:not([data-here]):not([data-filled])) { min-height: var(--one-neuron-height, 560px); }
  @media print {
    :host([data-here][data-filled]) slot { display: block; }
    :host([data-filled]) iframe, button { display: none; }
  }
</style><slot part="poster"></slot>`;

export class OneNeuron extends HTMLElement {
  static observedAttributes = [...ADDRESSED, ...OWN];
  #id = `one-neuron-${crypto.getRandomValues(new Uint32Array(2)).join("")}`;
  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  #calls = /** @type {Map<number, Waiting>} */ (new Map());
  #count = 0;
  /** @type {State & Record<string, any> | null} What the frame has told of its run last. */
  #told = null;
  /** @type {State | null} Where it was when it was taken out of the page: it goes on from there. */
  #left = null;
  #isHere = false;
  #changed = false;
  #ready = new Awaited();
  #observer = new IntersectionObserver(
    (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.load(),
    { rootMargin: AHEAD },
  );

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = SHADOW;
    const slot = /** @type {HTMLSlotElement} */ (root.querySelector("slot"));
    slot.onslotchange = () => this.toggleAttribute("data-filled", slot.assignedNodes().length > 0);
  }

  connectedCallback() {
    all.add(this);
    const { loading } = this;
    if (loading === "eager") this.load();
    else if (loading === "click") this.#offer();
    else this.#observer.observe(this);
  }

  disconnectedCallback() {
    all.delete(this);
    this.#left = this.#isHere ? this.state : this.#left;
    this.#observer.disconnect();
    this.#frame?.remove();
    this.#frame = null;
    this.#isHere = false;
    this.removeAttribute("data-here");
    this.#ready = new Awaited();
    for (const { reject } of this.#calls.values()) reject(new Error("The element was removed."));
    this.#calls.clear();
    alive.forget(this);
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} value
   */
  attributeChangedCallback(name, before, value) {
    if (!this.#frame) {
      if (ADDRESSED.includes(name)) this.#left = null; // something else is wanted now
      if (name === "loading" && this.isConnected) this.connectedCallback();
      return;
    }
    if (name === "height") return this.#size();
    if (name === "title") this.#frame.title = this.#title;
    if (name === "experiment" && before === value) return void this.reset().catch(() => {});
    if (before === value || name === "title" || name === "loading") return;
    if (this.#changed) return;
    this.#changed = true; // several may change at once
    queueMicrotask(() => {
      this.#changed = false;
      // An address that differs behind its # alone: the frame stays, and its page's history too.
      if (this.#isHere) this.#frame?.contentWindow?.location.replace(this.address);
      else if (this.#frame) this.#frame.src = this.address;
    });
  }

  /** How the frame is loaded: when it comes near (`lazy`), at once (`eager`), or when asked for (`click`). */
  get loading() {
    return this.getAttribute("loading") ?? "lazy";
  }

  /** The address of the frame: the page's own, with the options that the attributes ask for. */
  get address() {
    const address = new URL(
      this.getAttribute("src") ?? ".",
      this.hasAttribute("src") ? this.baseURI : import.meta.url,
    );
    const options = new Map([["v", OPTIONS_VERSION]]);
    for (const option of address.hash.slice(1).split("&").filter(Boolean)) {
      const [name, ...value] = option.split("=");
      options.set(name, value.join("="));
    }
    for (const name of ADDRESSED) {
      const value = this.getAttribute(name);
      if (value !== null) options.set(name, encodeURIComponent(value));
    }
    address.hash = [...options].map((option) => option.join("=")).join("&");
    return address.href;
  }

  /** Resolves as soon as the frame can be used. */
  get ready() {
    return this.#ready.promise;
  }

  /** What is open, as an object; null before `ready`. Set, it is opened. */
  get experiment() {
    return this.#told?.experiment ?? null;
  }

  set experiment(experiment) {
    this.setAttribute("experiment", JSON.stringify(experiment));
  }

  /** Weights and biases at the iteration that is shown, layer by layer; none before `ready`. */
  get weights() {
    return this.#told?.weights ?? [];
  }

  /** What a run is known by. Set, it is brought back, to the bit. @returns {State | null} */
  get state() {
    if (!this.#told) return null;
    const { experiment, iteration } = this.#told;
    return { experiment, iteration };
  }

  set state(state) {
    if (state)
      this.#call("restore", state).catch((error) =>
        this.#tell("error", { message: error.message }),
      );
  }

  /** Trains to the end, or until it is paused; resolves with what has come of it. */
  train() {
    return this.#call("train");
  }

  pause() {
    return this.#call("pause");
  }

  step() {
    return this.#call("step");
  }

  /** @param {number} iteration */
  goto(iteration) {
    return this.#call("goto", iteration);
  }

  /** Back to the experiment and the iteration that the attributes ask for. */
  reset() {
    return this.#call("reset");
  }

  /** @param {number[]} values One for each input; resolves with what the network says to them. */
  ask(values) {
    return this.#call("ask", values);
  }

  /** Gives Python's memory back; the picture stays, and Python comes when it is needed again. */
  release() {
    return this.#isHere ? this.#call("release") : Promise.resolve(true);
  }

  /** Loads the frame, if it is not there. */
  load() {
    if (this.#frame || !this.isConnected) return;
    this.#observer.disconnect();
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    root.querySelector("button")?.remove();
    const frame = document.createElement("iframe");
    Object.assign(frame, { name: this.#id, title: this.#title, src: this.address });
    frame.allow = "clipboard-write";
    frame.setAttribute("part", "frame");
    this.#frame = frame;
    root.append(frame);
    this.#size();
  }

  /** Has the frame take over the styles of the page around it, as they are now. */
  restyle() {
    const style = getComputedStyle(this);
    const values = STYLES.map((name) => [
      name,
      style.getPropertyValue(`--one-neuron-${name}`).trim(),
    ]);
    if (this.#isHere) this.#send("style", Object.fromEntries(values.filter(([, value]) => value)));
  }

  get #title() {
    return this.getAttribute("title") ?? "One neuron, trained in your browser";
  }

  #offer() {
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    if (this.#frame || root.querySelector("button")) return;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: "Open the neuron" });
    button.setAttribute("part", "load");
    button.onclick = () => this.load();
    root.append(button);
  }

  /** @param {number} [told] The height that the frame has told, in pixels. */
  #size(told) {
    const asked = this.getAttribute("height") ?? "auto";
    if (!this.#frame) return;
    if (asked !== "auto") this.#frame.style.height = /^\d+$/.test(asked) ? `${asked}px` : asked;
    else if (told) this.#frame.style.height = `${told}px`;
  }

  /**
   * @param {string} method
   * @param {...unknown} args
   * @returns {Promise<any>}
   */
  async #call(method, ...args) {
    this.load();
    await this.ready;
    const call = (this.#count += 1);
    return new Promise((resolve, reject) => {
      this.#calls.set(call, { resolve, reject });
      this.#send("call", { call, method, args });
    });
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #send(type, detail) {
    const { origin } = new URL(this.address);
    this.#frame?.contentWindow?.postMessage(message(this.#id, type, detail), origin);
  }

  /**
   * Takes a message, if it is from this element's own frame and of the origin that it was loaded from.
   *
   * @param {MessageEvent} event
   */
  hear({ source, origin, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow) return;
    if (origin !== new URL(this.address).origin || !isMessage(data)) return;
    const { type, detail } = data;
    if (type === "height") this.#size(detail.height);
    else if (type === "here") this.#send("hello", {});
    else if (data.id === this.#id) this.#take(type, detail);
  }

  /**
   * @param {string} type
   * @param {any} detail
   */
  #take(type, detail) {
    if (type === "answer") return this.#answered(detail);
    if (type === "wants") return void alive.admit(this).then(() => this.#send("admitted", {}));
    if (type === "state") this.#told = detail;
    if (type === "ready") this.#begin();
    if (type === "iteration") alive.use(this);
    if (EVENTS.includes(type)) this.#tell(type, detail);
  }

  #begin() {
    this.#isHere = true;
    this.setAttribute("data-here", "");
    this.restyle();
    this.#ready.resolve();
    if (this.#left) this.state = this.#left;
    this.#left = null;
  }

  /** @param {{call: number, value?: unknown, problem?: string}} answer */
  #answered({ call, value, problem }) {
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    if (problem === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(problem));
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** Something that comes, perhaps. */
class Awaited {
  resolve = () => {};
  /** @type {Promise<void>} */
  promise = new Promise((resolve) => (this.resolve = resolve));
}

/** Those that have Python, the one that was used last at the end. */
class Alive {
  /** @type {OneNeuron[]} */
  #those = [];
  #queue = Promise.resolve();

  /**
   * Has another one have Python: who has not been used for longest gives it back first.
   *
   * @param {OneNeuron} one
   */
  admit(one) {
    this.#queue = this.#queue.then(async () => {
      this.forget(one);
      for (const other of [...this.#those]) {
        if (this.#those.length < MOST_ALIVE) break;
        if (await other.release().catch(() => true)) this.forget(other);
      }
      this.#those.push(one);
    });
    return this.#queue;
  }

  /** @param {OneNeuron} one */
  use(one) {
    if (!this.#those.includes(one)) return;
    this.forget(one);
    this.#those.push(one);
  }

  /** @param {OneNeuron} one */
  forget(one) {
    this.#those = this.#those.filter((other) => other !== one);
  }
}

/** @type {Set<OneNeuron>} */
const all = new Set();
const alive = new Alive();

addEventListener("message", (event) => {
  for (const one of all) one.hear(event);
});
const restyle = () => all.forEach((one) => one.restyle());
new MutationObserver(restyle).observe(document.documentElement, {
  attributes: true,
  subtree: false,
});
document.addEventListener("DOMContentLoaded", () =>
  new MutationObserver(restyle).observe(document.body, { attributes: true }),
);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);

if (!customElements.get("one-neuron")) customElements.define("one-neuron", OneNeuron);
