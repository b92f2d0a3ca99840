/**
 * Where the page's own folder is. This file is one folder below it, and so is, once it has been
 * bundled, every file that it has become a part of.
 */
export const ROOT = new URL("../", import.meta.url);
