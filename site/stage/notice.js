/** Above the stage, where a reader of a link looks first: why what came from elsewhere is not on it. */

import { find, write } from "../kit/dom.js";

/** @import { Session } from "../model/session.js" */

export class Notice {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.root = find("#notice", HTMLElement);
  }

  draw() {
    const { notice, description, catalogue } = this.session;
    const title = catalogue.titles[description.preset];
    const text =
      notice &&
      `${notice} The stage shows ${title ? `“${title}”` : "the experiment that was open before"} instead.`;
    if (this.root.textContent === text) return;
    const isNew = notice && !this.root.textContent?.startsWith(notice);
    write(this.root, text);
    if (isNew) this.root.scrollIntoView({ block: "nearest" });
  }
}
