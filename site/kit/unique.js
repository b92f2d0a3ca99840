/** Names that only one element of the page has, of a component that may be there more than once. */

let made = 0;

/** @param {string} name What it is a name of. */
export const unique = (name) => `${name}-${(made += 1)}`;
