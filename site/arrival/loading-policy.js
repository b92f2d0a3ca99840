/** How much of a reader's line and machine the page takes without being asked. */

import { isFramed } from "../kit/framed.js";

/** @type {{saveData?: boolean, effectiveType?: string}} Not known in every browser. */
const line = "connection" in navigator ? /** @type {any} */ (navigator.connection) : {};
const SLOW = ["slow-2g", "2g", "3g"];

/** Whether the reader pays for what is fetched, or says so. */
export const isMetered = Boolean(line.saveData);

/** Whether Python is fetched only when the reader first needs it. */
export const isPolite = isMetered || isFramed || SLOW.includes(String(line.effectiveType));
