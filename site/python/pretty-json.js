/** JSON that people can read: a line for each name, and for each row of a table. */

/**
 * @param {unknown} value
 * @param {string} [indent]
 * @returns {string}
 */
export function written(value, indent = "") {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const parts = Object.values(value);
  const isFlat = indent && !parts.some((part) => typeof part === "object" && part !== null);
  if (isFlat || !parts.length) return JSON.stringify(value);
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(
    ([name, part]) => `${inner}${isList ? "" : `${JSON.stringify(name)}: `}${written(part, inner)}`,
  );
  const [begin, end] = isList ? "[]" : "{}";
  return `${begin}\n${lines.join(",\n")}\n${indent}${end}`;
}
