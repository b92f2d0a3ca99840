/** The rooms of the work column: one is open, an address opens that which holds what it names. */

import { roomIn } from "../model/share-link.js";
import { whenAddressed } from "./address.js";
import { bringIntoView } from "./framed.js";
import { asTabs, reveal } from "./tabs.js";

/** Begins to watch the tabs and the address. What is chosen stays chosen as long as the page is open. @param {HTMLElement} tabs */
export function openRooms(tabs) {
  // Not in the address, and no entry of the history for each: Back still leaves the page.
  asTabs(tabs, (room) => history.replaceState({ ...history.state, room }, ""));
  const named = roomIn(location.hash) ?? history.state?.room;
  if (named) reveal(named);
  whenAddressed(goWhereAddressed);
}

/** Opens what the address names, and brings it into view where it is out of it. */
export function goWhereAddressed() {
  const name = roomIn(location.hash);
  if (name) bringIntoView(reveal(name));
}
