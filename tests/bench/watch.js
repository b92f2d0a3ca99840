/**
 * What the measurements do inside a page: by roles and names as a reader does, and timed there, in
 * milliseconds. A state counts from the picture after the one that shows it first.
 */
globalThis.bench = (() => {
  const PATIENCE = 300_000;
  const picture = () => new Promise(requestAnimationFrame);
  const status = () => document.querySelector("[role=status]")?.textContent ?? "";
  const slider = () => document.querySelector("input[type=range][aria-label=Iteration]");
  const drawing = () => document.querySelector("[role=img]").ariaLabel;
  const button = (...names) =>
    [...document.querySelectorAll("button")].find(
      (one) => names.includes(one.textContent) && !one.hidden,
    );

  /** Waits until something is shown; gives the time since the navigation began. */
  async function until(shown) {
    await new Promise((resolve, reject) => {
      const look = () => {
        if (!shown()) return;
        observer.disconnect();
        resolve();
      };
      const observer = new MutationObserver(look);
      observer.observe(document, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      });
      setTimeout(
        () => reject(new Error(`never shown: ${shown}; the page says: ${status()}`)),
        PATIENCE,
      );
      look();
    });
    await picture();
    return performance.now();
  }

  /** The time from an action to the picture that shows what came of it. */
  async function took(action, shown) {
    const begun = performance.now();
    action();
    return (await until(shown)) - begun;
  }

  const done = () => /iterations done/.test(status());
  const press = (...names) => button(...names).click();

  const workers = [];
  globalThis.Worker = class extends Worker {
    constructor(...details) {
      super(...details);
      workers.push(this);
    }
  };

  const longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries())).observe({
    type: "longtask",
  });

  return {
    /** From the navigation to a trained neuron; Train is pressed as soon as there is one. */
    async trained() {
      await until(() => status() !== "");
      if (button("Train")) press("Train");
      return until(done);
    },

    /** Somebody who reads something else. */
    async nothing() {},

    /** From the navigation to the first picture that has something on it. */
    painted: () =>
      new Promise((resolve) =>
        new PerformanceObserver((list) => {
          for (const { name, startTime } of list.getEntries())
            if (name === "first-contentful-paint") resolve(startTime);
        }).observe({ type: "paint", buffered: true }),
      ),

    /** From the navigation to the first picture, and to the first that the slider has changed. */
    async firstAction() {
      await until(() => status() !== "");
      slider().value = "9";
      slider().dispatchEvent(new Event("input"));
      const moved = await until(() => slider().ariaValueText.startsWith("iteration 9 "));
      const [paint] = performance.getEntriesByName("first-contentful-paint");
      return [paint.startTime, moved];
    },

    /** From the end of a worker to a trained neuron in another. */
    async restarted() {
      if (globalThis.start) return took(start, done);
      press("Reset");
      await until(() => !done());
      workers.at(-1).dispatchEvent(new ErrorEvent("error", { message: "it was ended." }));
      await until(() => button("Retry"));
      return took(() => press("Train"), done);
    },

    /** From Train to the picture of the last iteration. */
    train: () => took(() => press("Train"), done),

    /** Epochs a second that the page shows, some milliseconds long, of so many steps each. */
    async epochs(milliseconds, steps) {
      const iteration = () =>
        Number(
          /[\d,]+/.exec(document.querySelector("#iteration").textContent)[0].replaceAll(",", ""),
        );
      press("Train");
      const begun = await until(() => iteration() > 0);
      const from = iteration();
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const now = await until(() => iteration() > from);
      const epochs = (iteration() - from) / steps;
      press("Pause");
      return (1000 * epochs) / (now - begun);
    },

    /** From a click on a row of the table to the drawing of that row. */
    choose: (row) =>
      took(
        () => document.querySelector(`[aria-label="Send row ${row} through the neuron"]`).click(),
        () => drawing().includes(`row ${row},`),
      ),

    /** From Pause to its picture. */
    pause: () =>
      took(
        () => press("Pause"),
        () => button("Train"),
      ),

    /** From the dialog about a file to its rows on the stage; asked for here, where nobody looks again and again. */
    async used(said) {
      await until(() => button("Use this data")?.disabled === false);
      press("Use this data");
      return until(() => document.querySelector("#more-rows").textContent.includes(said));
    },

    /** How long the main thread was busy at a stretch, each time that it was for over 50 ms. */
    longTasks: () => longTasks.splice(0).map(({ duration }) => duration),
  };
})();
