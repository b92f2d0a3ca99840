/** Parts of the page that come when they are needed. */

/**
 * A part, or in plain words why it is not there: browsers say no more than that it was not fetched.
 *
 * @template Part
 * @param {Promise<Part>} part
 * @returns {Promise<Part>}
 */
export function later(part) {
  return part.catch((error) => {
    console.error(error);
    throw new Error(
      "A part of the page did not come. It was blocked on its way, or a newer build of the page has been put up: load the page again.",
    );
  });
}
