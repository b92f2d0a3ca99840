/** How much of a reader's line and machine the page takes without being asked. */

/** @type {{saveData?: boolean, effectiveType?: string}} Not known in every browser. */
const line = "connection" in navigator ? /** @type {any} */ (navigator.connection) : {};
const SLOW = ["slow-2g", "2g", "3g"];

/** Whether the reader pays for what is fetched, or says so. */
export const isMetered = Boolean(line.saveData);

const isEmbedded = window.parent !== window;

/** Whether Python is fetched only when the reader first needs it. */
export const isPolite = isMetered || isEmbedded || SLOW.includes(String(line.effectiveType));

/** Resolves when the page is on the screen: at once, but for a frame that is yet to be scrolled to. */
export const seen = new Promise((resolve) => {
  if (!isEmbedded) return resolve(true);
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    resolve(true);
  });
  observer.observe(document.documentElement);
});
