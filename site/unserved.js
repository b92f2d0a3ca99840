/** Browsers do not run a page's modules from a file: this script, which is none, says so. */

if (location.protocol === "file:") {
  addEventListener("DOMContentLoaded", () => {
    const status = /** @type {HTMLElement} */ (document.querySelector("#status"));
    status.textContent = "Browsers do not run this page from a file. Serve its folder: python3 -m http.server";
    status.className = "failed";
  });
}
