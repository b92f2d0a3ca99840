/** How Python is: what may come after what. */

/**
 * @import { Progress, Start } from "../python/worker.js"
 *
 * @typedef {{stage: "absent"}} Absent Nobody has asked for it yet.
 * @typedef {{stage: "deferred"}} Deferred Nobody does before it is needed.
 * @typedef {{stage: "ready", start: Start, training: symbol | null}} Ready And which training goes on.
 * @typedef {{stage: "failed", reason: string}} Failed
 * @typedef {Absent | Deferred | Progress | Ready | Failed} Runtime
 * @typedef {Runtime["stage"]} Stage
 */

/** While it arrives, in whatever order. @type {Stage[]} */
const ARRIVING = ["downloading", "starting", "importing"];

/** After a Python that is ended, or has failed, another one arrives: at once, or when it is needed. */
const AFTER = /** @type {Record<Stage, Stage[]>} */ ({
  absent: ["deferred", "starting"],
  deferred: ["starting"],
  ...Object.fromEntries(ARRIVING.map((stage) => [stage, [...ARRIVING, "ready", "failed"]])),
  ready: ["ready", "starting", "failed", "deferred"],
  failed: ["starting"],
});

/** @param {Runtime} runtime */
export const isArriving = ({ stage }) => ARRIVING.includes(stage);

/**
 * What Python is in next.
 *
 * @param {Runtime} before
 * @param {Runtime} after
 */
export function followed(before, after) {
  if (AFTER[before.stage].includes(after.stage)) return after;
  throw new Error(`Python cannot be ${after.stage} after it was ${before.stage}.`);
}
