/**
 * Runs before the scripts of a page that tests share (see shared.py): how that page is put back as
 * it was opened, and what tells whether it is.
 */

globalThis.shared = (() => {
  /** Another run of other data, after which nothing is kept of the run before. */
  const ANOTHER = { data: { inputs: [[0, 0, 0]], targets: [0] } };
  /** After so many looks at a page that does not change any more, it stays as it is. */
  const LOOKS = 5;
  const MOST_LOOKS = 50;
  /** In milliseconds; another page would have been opened meanwhile. */
  const PATIENCE = 10_000;
  /** What is made anew has another number in its name: see `site/kit/unique.js`. */
  const NUMBERED = /\b(caption|field-problem|plane-mode|row|editor-keys)-\d+/g;

  /** What is not seen; what tells of the copy for visits without a network, which comes by and by; what was said last. */
  const UNSEEN = "script, template, #kept, #told";
  /** Attributes that mean the same when they are not there: others do so when they are empty. */
  const DEFAULTS = { "aria-invalid": "false" };

  /** What was seen when the page was opened. */
  let opening = "";
  /** How its controls stood then. */
  const first = new Map();
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

  /** Resolves once Python has done what the page has asked of it. */
  async function rest() {
    do await drawn();
    while (session.foreign || session.asked || session.training);
  }

  /** Pictures have a name as soon as there is something on them. */
  const unnamed = (panel) =>
    [...panel.querySelectorAll("canvas[role]")].filter(
      (picture) => picture.checkVisibility() && !picture.ariaLabel,
    );

  const behind = () =>
    [...document.querySelectorAll("#inside .behind")].filter((panel) => panel.checkVisibility());

  /** Panels ask Python anew as soon as they are on the screen: those that are behind are brought there. */
  async function show(panels) {
    for (const panel of panels) {
      panel.scrollIntoView({ behavior: "instant" });
      await drawn();
    }
    scrollTo({ top: 0, behavior: "instant" });
    await drawn();
  }

  const textsOf = (element) =>
    [...element.childNodes]
      .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
      .map(({ data }) => data.trim());

  /** All that there is to be seen, heard and set, line by line, so that two pages can be compared. */
  function seen() {
    const lines = [`${location.href} ${document.documentElement.className} ${scrollY}`];
    for (const [name, value] of Object.entries(session))
      if (Object(value) !== value) lines.push(`${name}: ${value}`);
    lines.push(`cut: ${session.slice.cut}`);
    (function look(element) {
      if (element.hidden || element.matches(UNSEEN)) return;
      const attributes = [...element.attributes]
        .filter(({ name, value }) => name !== "tabindex" && (DEFAULTS[name] ?? "") !== value)
        .map(({ name, value }) => `${name}=${value}`);
      const said = textsOf(element);
      const line = [
        element.localName,
        ...attributes.sort(),
        element.tabIndex, // the attribute is not there on some that can be reached without it
        element.value,
        element.checked,
        ...said,
      ];
      lines.push(line.join(" ").replace(NUMBERED, "$1"));
      for (const child of element.children) look(child);
    })(document.body);
    return lines.sort().join("\n");
  }

  /** Every control on the page, by what it is called: some are made anew meanwhile. */
  function controls() {
    const all = document.querySelectorAll("input, select, textarea, details");
    return new Map(
      Array.from(all, (one) => {
        const words = one.labels?.[0] ?? one.querySelector("summary");
        const label = words ? textsOf(words) : one.id;
        const which = one.type === "radio" ? one.value : "";
        return [
          [one.type, one.name, one.ariaLabel, label, which].join().replace(NUMBERED, "$1"),
          one,
        ];
      }),
    );
  }

  const stateOf = ({ type, value, checked, open }) =>
    type === "radio" || type === "checkbox"
      ? { checked }
      : open === undefined
        ? { value }
        : { open };

  /** Sets what is no part of the experiment as it was set at first. */
  function setBack() {
    for (const [called, control] of controls()) {
      const was = first.get(called);
      if (!was || Object.entries(was).every(([name, value]) => control[name] === value)) continue;
      Object.assign(control, was);
      if (was.open !== undefined || (control.type === "radio" && !was.checked)) continue;
      for (const type of ["input", "change"])
        control.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }

  /** Follows an address of this page. */
  async function follow(hash) {
    const followed = new Promise((resolve) =>
      addEventListener("hashchange", resolve, { once: true }),
    );
    location.hash = hash;
    await followed;
    await rest();
  }

  /** What only one of two looks at the page has, marked as in a comparison of files. */
  function differences(was, is) {
    const only = (these, those, mark) => {
      const others = those.split("\n");
      for (const line of these.split("\n")) {
        const at = others.indexOf(line);
        if (at < 0) found.push(`${mark} ${line}`);
        else others.splice(at, 1);
      }
    };
    const found = [];
    only(was, is, "-");
    only(is, was, "+");
    return found;
  }

  async function putBack() {
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
    document.activeElement?.blur();
    if (session.training) await session.pause();
    const chapter = document.querySelector("#lesson nav a");
    if (chapter.ariaCurrent !== "step") await follow(chapter.hash);
    await session.openForeign(ANOTHER, "");
    await session.openForeign({}, "");
    session.look(null);
    for (const tab of document.querySelectorAll('#rooms [role="tab"], #inside [role="tab"]'))
      if (!tab.previousElementSibling) tab.click();
    for (const button of document.querySelectorAll('[role="toolbar"] button'))
      button.removeAttribute("tabindex");
    const parts = [...document.querySelectorAll("#drawing .part")];
    for (const part of parts) part.tabIndex = part === parts[0] ? 0 : -1;
    await rest();
    await show(behind()); // controls that were made for the data before would cut off what is set
    setBack();
    session.select(session.frame.rows); // which row the ledger shows selects one, too
    history.replaceState(null, "", location.pathname);
    const last = await settled(opening);
    return last === opening ? [] : differences(opening, last);
  }

  /** All that is seen once nothing changes any more; at once, if it is what is `wanted`. */
  async function settled(wanted) {
    let last = "";
    for (let looks = 0, same = 0; looks < MOST_LOOKS && same < LOOKS; looks += 1) {
      await rest();
      await show(behind());
      const now = seen();
      same = now === last ? same + 1 : 0;
      last = now;
      if (now === wanted) break;
    }
    return last;
  }

  return {
    /** Remembers the page as it has been opened, with all its panels: this is where it comes back to. */
    async remember() {
      while (!document.querySelector("#inside section")) await drawn();
      for (const panel of document.querySelectorAll("#inside section")) {
        panel.scrollIntoView({ behavior: "instant" });
        while (unnamed(panel).length) await drawn();
      }
      do await show(behind());
      while (behind().length);
      for (const [called, control] of controls()) first.set(called, stateOf(control));
      opening = await settled();
    },

    follow,
    rest,

    /** Puts the page back. Gives what is not as it was when the page was opened. */
    async putBack() {
      const never = new Promise((resolve) =>
        setTimeout(resolve, PATIENCE, ["Python is still at work"]),
      );
      return Promise.race([putBack(), never]); // a Python that never ends never answers
    },
  };
})();
