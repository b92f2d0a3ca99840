/**
 * On the stage, the picture of the plane stands in the place of a long table of points, which is
 * among the data then.
 */

import { find } from "../kit/dom.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Plane } from "../plane/plane.js"
 */

/** So many columns of inputs can be drawn as points; fewer rows are better read as a table. */
const [MOST_COLUMNS, FEW_ROWS] = [2, 8];

export class StagePlane {
  /** @type {Plane | undefined} */
  #plane;
  #isComing = false;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.place = find("#stage-plane", HTMLElement);
    this.rows = find("#all-rows", HTMLElement);
    this.few = find("#few-rows", HTMLElement);
    this.many = find("#many-rows", HTMLElement);
    this.tools = find("#point-tools", HTMLElement);
  }

  draw() {
    const { question } = this.session.description.experiment;
    const isShown = question.length <= MOST_COLUMNS && this.session.table.rows > FEW_ROWS;
    if (this.place.hidden === isShown) {
      this.place.hidden = !isShown;
      this.tools.hidden = !isShown;
      (isShown ? this.many : this.few).append(this.rows);
    }
    if (isShown) this.#plane?.draw();
    if (isShown && !this.#isComing) this.#fetch();
  }

  /** The page opens without it: most readers begin with a table. */
  async #fetch() {
    this.#isComing = true;
    try {
      const { Plane } = await import("../plane/plane.js");
      this.#plane = new Plane(this.session);
      this.place.append(this.#plane.root);
      this.tools.append(this.#plane.hand.modes); // what is done to points is done to the data
    } catch {
      this.#isComing = false; // the next picture tries again
    }
  }
}
