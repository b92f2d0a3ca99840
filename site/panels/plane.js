/** The panel of the plane, and of where a layer takes it. */

import { count } from "../model/format.js";
import { Plane } from "../plane/plane.js";
import { keepUp, shown } from "./keep-up.js";
import { panel } from "./panel.js";

/** @import { Panel } from "./panel.js" */

/** @type {Panel} */
export function plane(session) {
  const view = new Plane(session);
  const { layerSpace } = view;
  const root = panel(
    "plane",
    "What it makes of the plane",
    "What comes out everywhere, not only for the rows of the data: they are the points on top. Training bends the " +
      "picture until the points fit what is around them.",
    view.root,
  );
  keepUp(session, layerSpace.root, {
    about: () => [...shown(session), ...layerSpace.chosen, session.slice.cut],
    ask: async (python) =>
      layerSpace.isThere
        ? python.layer_space(...layerSpace.chosen)
        : { iteration: 0, answer: null },
    show: (numbers) => layerSpace.show(numbers),
    date: (numbers, iteration) => (numbers ? `At iteration ${count(iteration)}.` : ""),
    costly: true,
  });
  return root;
}
