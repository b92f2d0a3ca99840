/** Whether the page is looked at. */

import { isFramed } from "../kit/framed.js";

/** Resolves when the page is on the screen: at once, but for a frame that is yet to be scrolled to. */
export const seen = new Promise((resolve) => {
  if (!isFramed) return resolve(true);
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    resolve(true);
  });
  observer.observe(document.documentElement);
});
