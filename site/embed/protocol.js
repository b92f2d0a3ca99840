/**
 * What a page and the frame of this one in it say to each other: plain objects, each with a source
 * and a version. Whoever receives one checks who has sent it before reading anything of it.
 *
 * @typedef {{source: string, version: number, id: string, type: string, detail: any}} Message
 */

export const SOURCE = "one-neuron";
export const VERSION = 1;

/**
 * @param {string} id Of the frame, given by the page around it; nothing, before it has one.
 * @param {string} type
 * @param {unknown} [detail]
 * @returns {Message}
 */
export const message = (id, type, detail = {}) => ({
  source: SOURCE,
  version: VERSION,
  id,
  type,
  detail,
});

/**
 * Whether something that was received is such a message.
 *
 * @param {any} data
 * @returns {data is Message}
 */
export const isMessage = (data) =>
  typeof data === "object" &&
  data !== null &&
  data.source === SOURCE &&
  data.version === VERSION &&
  typeof data.id === "string" &&
  typeof data.type === "string";
