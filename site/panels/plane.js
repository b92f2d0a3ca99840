/** The panel of the plane, and of where a layer takes it. */

import { make, renew } from "../kit/dom.js";
import { table } from "../kit/tables.js";
import { count, glance, short } from "../model/format.js";
import { Plane } from "../plane/plane.js";
import { keepUp, shown } from "./keep-up.js";
import { panel } from "./panel.js";

/**
 * @import { Panel } from "./panel.js"
 * @import { PlaneTable } from "../python/queries.js"
 */

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
  const places = make("div");
  const tabled = make("details", {}, make("summary", { textContent: "As a table" }), places);
  layerSpace.root.before(tabled);
  keepUp(session, places, {
    about: () => [...shown(session), session.chosenNeuron.index, session.slice.cut],
    ask: (python) => python.plane_table(session.chosenNeuron.index),
    show: (numbers) => renew(places, asTable(numbers, view.names)),
    costly: true,
  });
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

/**
 * @param {PlaneTable} numbers
 * @param {string[]} names Of the axes.
 */
function asTable({ across, upwards, outputs }, [first, second]) {
  const heads = ["", ...Array.from(across, short)];
  const rows = outputs.map((row, at) => [
    upwards.length ? short(upwards[at]) : "output",
    ...Array.from(row, glance),
  ]);
  const down = upwards.length ? `, down: ${second}` : "";
  return table(`The output. Across: ${first}${down}`, heads, rows);
}
