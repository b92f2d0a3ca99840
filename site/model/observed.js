/** State that knows who reads it: whoever does so in an effect is called again when it has changed. */

import { effect, signal } from "@preact/signals-core";

/**
 * Makes a signal of each of an object's own properties, which are read and written as before.
 *
 * @param {object} object
 */
export function observe(object) {
  for (const [name, value] of Object.entries(object)) {
    const held = signal(value);
    Object.defineProperty(object, name, {
      enumerable: true,
      get: () => held.value,
      set: (now) => {
        held.value = now;
      },
    });
  }
}

/**
 * Resolves as soon as something is so; rejects if finding that out throws.
 *
 * @param {() => boolean} isSo
 */
export function until(isSo) {
  return new Promise((resolve, reject) => {
    const stop = effect(() => {
      try {
        if (!isSo()) return;
        resolve(true);
      } catch (error) {
        reject(error);
      }
      queueMicrotask(() => stop());
    });
  });
}
