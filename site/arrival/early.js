/**
 * What a reader does before the page's module has come, as on a slow line: it is kept, and done as
 * soon as there is somebody to do it. Until this script has come, buttons are disabled; what has no
 * choices yet, and what a browser allows only right after a press, waits for the module.
 */

const STATUS = "The page is on its way. What you have pressed is done when it is here.";
const FIELDS = "main :is(input, select)";
/** A browser opens its chooser of files only right after a press. */
const CHOOSER = ".chooser";

/**
 * Begins to keep what is pressed; what is typed, the fields keep themselves.
 *
 * @param {HTMLElement} status Where that is said.
 */
export function receive(status) {
  /** @type {HTMLButtonElement[]} */
  const pressed = [];
  const press = (/** @type {Event} */ { target }) => {
    const button = target instanceof Element && target.closest("button");
    if (!button || button.role === "tab") return; // tabs are there already
    pressed.push(button);
    status.textContent = STATUS;
  };
  document.addEventListener("click", press);
  for (const button of document.querySelectorAll("button")) {
    if (!button.matches(CHOOSER)) button.disabled = false;
  }

  const end = () => document.removeEventListener("click", press);

  /**
   * Ends that, before the page writes into its fields. Gives what does all that was kept: first
   * what was typed, then what was pressed.
   */
  const take = () => {
    end();
    /** @type {(() => void)[]} */
    const kept = [];
    for (const field of /** @type {NodeListOf<HTMLInputElement | HTMLSelectElement>} */ (
      document.querySelectorAll(FIELDS)
    )) {
      if (field.disabled) field.disabled = false;
      else if (field instanceof HTMLSelectElement) keepChoice(field, kept);
      else if (field.type === "checkbox") keepCheck(field, kept);
      else if (field.value !== field.defaultValue) keepText(field, kept);
    }
    for (const chooser of document.querySelectorAll("button")) chooser.disabled = false;
    return () => {
      for (const act of kept) act();
      for (const button of pressed) button.click();
    };
  };

  /** Ends that, where nothing will be there to do it. */
  const giveUp = () => {
    end();
    for (const button of document.querySelectorAll("button")) button.disabled = true;
  };
  return { take, giveUp };
}

/**
 * @param {HTMLSelectElement} field
 * @param {(() => void)[]} kept
 */
function keepChoice(field, kept) {
  const { value } = field;
  if (field.selectedOptions[0]?.defaultSelected) return;
  kept.push(() => {
    field.value = value;
    changed(field);
  });
}

/**
 * @param {HTMLInputElement} field
 * @param {(() => void)[]} kept
 */
function keepCheck(field, kept) {
  const { checked } = field;
  if (checked === field.defaultChecked) return;
  kept.push(() => {
    field.checked = checked;
    changed(field);
  });
}

/**
 * A field that is still being typed in is changed when the reader leaves it.
 *
 * @param {HTMLInputElement} field
 * @param {(() => void)[]} kept
 */
function keepText(field, kept) {
  const { value } = field;
  kept.push(() => {
    field.value = value;
    if (field !== document.activeElement) return changed(field);
    field.addEventListener("blur", () => changed(field), { once: true });
    field.addEventListener("keydown", ({ key }) => key === "Enter" && changed(field));
  });
}

/** @param {HTMLElement} field */
function changed(field) {
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
}
