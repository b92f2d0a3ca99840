/** Two stages on one page, of the page's own components; no Python runs. See `test_twice.py`. */

import { Recording } from "../../site/model/recording.js";
import { Session } from "../../site/model/session.js";
import { Curve } from "../../site/stage/curve.js";
import { DataOptions } from "../../site/stage/data-options.js";
import { Drawing } from "../../site/stage/drawing.js";
import { Explanation } from "../../site/stage/explanation.js";
import { Hand } from "../../site/stage/hand.js";
import { Table } from "../../site/stage/table.js";
import { transport, where } from "../../site/stage/transport.js";

/** What each stage has of the page's HTML. */
const PARTS = [".transport", ".data", ".drawing", ".timeline", ".say", "#data-options"];

/**
 * @param {string} html The page's own.
 * @param {object} said What `neuron_core` has recorded.
 */
globalThis.openTwo = (html, { description, catalogue, numbers }) => {
  globalThis.sessions = [1, 2].map((which) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const stage = document.createElement("section");
    stage.className = "stage"; // which gives each part its room
    stage.ariaLabel = `Stage ${which}`;
    const parts = PARTS.map((part) => page.querySelector(part));
    for (const part of page.querySelectorAll("[id]")) part.removeAttribute("id"); // one of a page has each
    for (const control of page.querySelectorAll("[disabled]")) control.disabled = false;
    const speed = page.querySelector("[name=speed]");
    stage.append(...parts, speed);
    const together = document.createElement("div"); // says how high the stage's parts are
    together.className = "together";
    together.append(stage);
    document.body.append(together);
    const recording = new Recording(structuredClone(description), Float64Array.from(numbers));
    const session = new Session(null, recording, catalogue);
    const part = (selector) => stage.querySelector(selector);
    const hand = new Hand(session);
    new Drawing(session, part(".drawing"), hand);
    new Table(session, part(".data"), part(".tools button"));
    new DataOptions(session, part(".fields"));
    transport(session, part(".transport"), speed);
    where(session, part(".where"));
    new Explanation(session, part(".say"), new Curve(session, part(".curve")).slider, hand);
    return session;
  });
};
