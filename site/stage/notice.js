/** Above the stage, where a reader of a link looks first: why what came from elsewhere is not on it. */

import { write } from "../kit/dom.js";
import { bringIntoView } from "../kit/framed.js";
import { redraw } from "../kit/redraw.js";

/** @import { Session } from "../model/session.js" */

/**
 * @param {Session} session
 * @param {HTMLElement} root
 */
export function notice(session, root) {
  redraw(() => {
    const { notice, description, catalogue } = session;
    const title = catalogue.titles[description.preset];
    const shown = title ? `“${title}”` : "the experiment that was open before";
    write(root, notice && `${notice} The stage shows ${shown} instead.`);
  });
  redraw(() => session.notice && bringIntoView(root));
}
