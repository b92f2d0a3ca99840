/** Lists of choices open before a key chooses: one press of an arrow key is no decision. */

const LEADS_ON = /^(Arrow(Up|Down|Left|Right)|Home|End|Page(Up|Down)|\S)$/;

/**
 * Has the keys that would choose at once, in a list that is closed, open it. In there they lead to a
 * choice, which Enter makes and Escape does not.
 *
 * @param {EventTarget} page
 */
export function openListsFirst(page) {
  page.addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, altKey, metaKey } = /** @type {KeyboardEvent} */ (event);
    if (!(target instanceof HTMLSelectElement) || !LEADS_ON.test(key)) return;
    if (ctrlKey || altKey || metaKey) return;
    try {
      if (target.matches(":open")) return;
      target.showPicker();
      event.preventDefault();
    } catch {
      // Where a browser cannot tell or open it, the key does what it always did.
    }
  });
}
