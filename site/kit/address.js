/** The address of the page: what it asks for is asked for once more by a link that leads there already. */

/** @param {() => void} act Called whenever the reader has followed a link within the page. */
export function whenAddressed(act) {
  addEventListener("hashchange", act);
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a") : null;
    if (link?.hash && link.href === location.href) act();
  });
}
