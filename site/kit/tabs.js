/** One of several panels at a time, chosen by its tab. Whatever is asked for by its id is opened with all that holds it. */

import { asOneStop } from "./roving-tabindex.js";

const TAB = '[role="tab"]';
const PANEL = '[role="tabpanel"][id]';

/**
 * Has the tabs of a list open their panels: pressed, or reached with the arrow keys.
 *
 * @param {HTMLElement} list
 * @param {(id: string) => void} [onChoice] Told which panel the reader has chosen.
 */
export function asTabs(list, onChoice) {
  asOneStop(list, `${TAB}:not([data-left-out])`);
  for (const sign of ["click", "focusin"]) {
    list.addEventListener(sign, ({ target }) => {
      const tab = target instanceof Element ? target.closest(TAB) : null;
      if (!tab || tab.ariaSelected === "true") return;
      select(tab);
      onChoice?.(panelOf(tab).id);
    });
  }
}

/**
 * Opens what has that id: the panels that it is in, however deep.
 *
 * @param {string} id
 * @returns {HTMLElement | null} What was asked for, if the page has it.
 */
export function reveal(id) {
  const found = document.getElementById(id);
  let panel = found?.closest(PANEL);
  while (panel) {
    const tab = document.querySelector(`${TAB}[aria-controls="${panel.id}"]`);
    if (tab) select(tab);
    panel = panel.parentElement?.closest(PANEL);
  }
  return found;
}

/** The panel in which something is, by its id. @param {string} id */
export const panelAround = (id) => document.getElementById(id)?.closest(PANEL);

/** @param {Element} chosen */
function select(chosen) {
  for (const tab of /** @type {NodeListOf<HTMLElement>} */ (
    chosen.closest('[role="tablist"]')?.querySelectorAll(TAB) ?? []
  )) {
    tab.ariaSelected = String(tab === chosen);
    tab.tabIndex = tab === chosen ? 0 : -1;
    panelOf(tab).hidden = tab !== chosen;
  }
}

/** @param {Element} tab */
const panelOf = (tab) =>
  /** @type {HTMLElement} */ (
    document.getElementById(/** @type {string} */ (tab.getAttribute("aria-controls")))
  );
