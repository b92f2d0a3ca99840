/**
 * Lays the page out for what is shown of it. Nothing is taken away: what is left out is not seen,
 * and its views go on.
 */

import { isFramed, themeChanged } from "../kit/framed.js";
import { panelAround, reveal } from "../kit/tabs.js";
import { roomIn } from "../model/share-link.js";
import { askAgain, asked, onlyChapter } from "./options.js";
import { isChapter, PARTS, partOf, STAGE } from "./parts.js";

/** What holds parts, and is left out where all of them are. */
const HOLDERS = ["body > header", ".stage > .data", ".work"];
/** What is neither a part nor holds one. */
const REST = [".skip", "body > footer"];

/** Told when other parts are shown: what a part shows may depend on them. */
export const ARRANGED = "arranged";

/** Begins to lay out what the address asks for, now and later. */
export function layOut() {
  arrange();
  addEventListener("hashchange", () => {
    askAgain();
    arrange();
  });
}

/** Lays out what is there by now; again once there is more. */
export function arrange() {
  const { show, lock, theme } = asked();
  const root = document.documentElement;
  root.style.colorScheme = theme === "auto" ? "" : theme;
  themeChanged();
  const isPart = isFramed || show !== null;
  root.classList.toggle("embed", isPart);
  root.classList.toggle("one-chapter", onlyChapter() !== null);
  const shown = isPart ? shownParts(show) : Object.keys(PARTS);
  const isShown = new Set(shown.map(partOf));
  for (const part of new Set(Object.values(PARTS))) {
    for (const place of placesOf(part)) leaveOut(place, !isShown.has(part));
  }
  for (const [name, part] of Object.entries(PARTS)) {
    for (const place of placesOf(part))
      place.toggleAttribute("inert", part.locked === "inert" && lock.includes(name));
  }
  openRooms(isPart ? shown.filter((name) => partOf(name)?.room) : shown);
  for (const selector of HOLDERS) {
    for (const holder of document.querySelectorAll(selector)) leaveOut(holder, isEmpty(holder));
  }
  for (const selector of REST) {
    for (const place of document.querySelectorAll(selector)) leaveOut(place, isPart);
  }
  tellRemarks();
  document.dispatchEvent(new Event(ARRANGED));
}

/** Whether the address leads to something beside the stage. */
export const isDeep = () =>
  roomIn(location.hash) !== null || (asked().show ?? []).some((name) => partOf(name)?.room);

/**
 * The parts that are shown: those that the address names, or the stage, and whatever of the work
 * column an address leads to by its id.
 *
 * @param {string[] | null} show
 */
function shownParts(show) {
  const id = roomIn(location.hash);
  if (!id || show?.includes(id)) return show ?? STAGE;
  return [...(show ?? STAGE), ...partsAt(id)];
}

/** The parts that an id leads to: itself, or those of a room. @param {string} id */
function partsAt(id) {
  if (partOf(id)) return [isChapter(id) ? "lesson" : id];
  const inRoom = Object.keys(PARTS).filter((name) => PARTS[name].room === id);
  const holder = panelAround(id)?.id;
  return inRoom.length ? inRoom : Object.keys(PARTS).filter((name) => PARTS[name].room === holder);
}

/** @param {import("./parts.js").Part} part */
const placesOf = ({ at }) => at.flatMap((selector) => [...document.querySelectorAll(selector)]);

/**
 * @param {Element} element
 * @param {boolean} isOut
 */
const leaveOut = (element, isOut) => element.toggleAttribute("data-left-out", isOut);

/** Whether nothing is shown of what it holds. @param {Element} holder */
const isEmpty = (holder) =>
  Object.values(PARTS)
    .flatMap(placesOf)
    .filter((place) => holder.contains(place))
    .every((place) => place.matches("[data-left-out]"));

/**
 * Of the rooms, only those with a part that is shown have a tab, and one of these is open.
 *
 * @param {string[]} shown
 */
function openRooms(shown) {
  const rooms = new Set(shown.map((name) => partOf(name)?.room));
  for (const tab of document.querySelectorAll(".tabs > [role=tab]"))
    leaveOut(tab, !rooms.has(tab.getAttribute("aria-controls") ?? ""));
  for (const tab of document.querySelectorAll(".room > [role=tablist] > [role=tab]"))
    leaveOut(tab, !shown.includes(tab.id.replace("tab-", "")));
  for (const list of document.querySelectorAll(".tabs, .room > [role=tablist]")) {
    const tabs = [...list.querySelectorAll(":scope > [role=tab]:not([data-left-out])")];
    const panel = tabs[0]?.getAttribute("aria-controls");
    if (panel && !tabs.some(({ ariaSelected }) => ariaSelected === "true")) reveal(panel);
  }
}

/** Says what of the address was not understood, above all that is shown. */
function tellRemarks() {
  const place = document.querySelector(".remarks");
  const text = asked().remarks.join(" ");
  if (place && place.textContent !== text) place.textContent = text;
}

/** @param {string} text Something else that the address asks for, and that there is not. */
export function remark(text) {
  const { remarks } = asked();
  if (!remarks.includes(text)) remarks.push(text);
  tellRemarks();
}
