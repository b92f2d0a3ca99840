/**
 * Pictures of `neuron_core.export` as pixels: their shapes, drawn on a canvas. An image of them would
 * be an address that the policies of some hosts refuse.
 */

/** How many pixels each of a picture's becomes, so that it is sharp in print. */
const SCALE = 2;

/**
 * @param {SVGSVGElement} svg
 * @returns {Promise<Blob>} A PNG.
 */
export async function rasterised(svg) {
  const { width, height } = svg.viewBox.baseVal;
  const canvas = new OffscreenCanvas(width * SCALE, height * SCALE);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser gives no canvas to draw on.");
  pen.scale(SCALE, SCALE);
  for (const shape of svg.children) draw(pen, shape, svg);
  return canvas.convertToBlob({ type: "image/png" });
}

/**
 * @param {OffscreenCanvasRenderingContext2D} pen
 * @param {Element} shape
 * @param {SVGSVGElement} svg
 */
function draw(pen, shape, svg) {
  const text = (/** @type {string} */ name) => shape.getAttribute(name) ?? svg.getAttribute(name);
  const number = (/** @type {string} */ name) => Number(text(name) ?? 0);
  pen.save();
  if (shape.localName === "text") write(pen, shape, text, number);
  else {
    const path = outline(shape, number);
    if (!path) return pen.restore();
    const fill = text("fill") ?? "black";
    const stroke = text("stroke");
    pen.fillStyle = fill;
    if (fill !== "none") pen.fill(path);
    pen.strokeStyle = stroke ?? "none";
    pen.lineWidth = Number(text("stroke-width") ?? 1);
    pen.lineJoin = "round";
    pen.setLineDash(numbers(text("stroke-dasharray") ?? "").filter((length) => length > 0));
    if (stroke) pen.stroke(path);
  }
  pen.restore();
}

/**
 * @param {Element} shape
 * @param {(name: string) => number} number
 */
function outline(shape, number) {
  const path = new Path2D(shape.localName === "path" ? (shape.getAttribute("d") ?? "") : undefined);
  switch (shape.localName) {
    case "path":
      return path;
    case "rect":
      path.rect(number("x"), number("y"), number("width"), number("height"));
      return path;
    case "circle":
      path.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
      return path;
    case "polyline": {
      const places = numbers(shape.getAttribute("points") ?? "");
      for (let at = 0; at < places.length; at += 2) path.lineTo(places[at], places[at + 1]);
      return path;
    }
  }
}

/**
 * @param {OffscreenCanvasRenderingContext2D} pen
 * @param {Element} shape
 * @param {(name: string) => string | null} text
 * @param {(name: string) => number} number
 */
function write(pen, shape, text, number) {
  const [x = 0, y = 0, turned = 0] = numbers(shape.getAttribute("transform") ?? "");
  pen.translate(x, y);
  pen.rotate((turned * Math.PI) / 180);
  pen.font = `${text("font-weight") ?? 400} ${number("font-size")}px ${text("font-family")}`;
  pen.fillStyle = text("fill") ?? "black";
  const anchors = /** @type {const} */ ({ start: "left", middle: "center", end: "right" });
  const anchor = shape.getAttribute("text-anchor") ?? "start";
  pen.textAlign = anchors[/** @type {keyof typeof anchors} */ (anchor)];
  pen.fillText(shape.textContent ?? "", number("x"), number("y"));
}

/** @param {string} text */
const numbers = (text) => (text.match(/-?[\d.]+/g) ?? []).map(Number);
