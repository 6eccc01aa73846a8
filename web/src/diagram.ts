// SPDX-License-Identifier: Apache-2.0
// A table's rows as the nodes of a graph, drawn as SVG: coloured by one column, cuts marked on the edges that they cross.
import { Point, Routed } from "dagre";

import { columnOf, DiagramBlock, DiagramEdge, DiagramMark, isNumber, Row, TableBlock, textOf, valueOf } from "./data";
import { drawn, element } from "./element";
import { explainCell, formatCell, formatValue } from "./format";
import { place } from "./layout";
import { palette, shorten } from "./look";

const letter = 7.4;  // wide, as good as: text is measured before it is in the page
const line = 15;
const longest = 40;  // letters of a name
const reach = 12;    // of a cut's mark, to either side of the edge

// The titles of the cuts that cross an edge; the caller hands inputs to the head and takes outputs where they are made.
function crossing(edge: DiagramEdge, marks: DiagramMark[], rows: number): DiagramMark[] {
  return marks.filter(({ head }) => {
    const holds = (row: number) => head.some(([first, last]) => first <= row && row <= last);
    if (edge.to === null) return head.length === 1 && head[0]?.[1] === rows - 1 && holds(0);
    return (edge.from === null || holds(edge.from)) && !holds(edge.to);
  });
}

// A curve through the points that dagre gave, rounded at the inner ones.
function pathOf(points: Point[]): string {
  const [first, ...rest] = points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
  if (first === undefined) return "";
  const parts = [`M${first.x} ${first.y}`];
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    parts.push(next === undefined ? `L${point.x} ${point.y}` : `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`);
  });
  return parts.join("");
}

const colourOf = (mark: DiagramMark, marks: DiagramMark[]) => palette[(marks.indexOf(mark) + 4) % palette.length] ?? "";

function drawEdge({ id, marks }: DiagramBlock, edge: DiagramEdge, route: Routed, cuts: DiagramMark[]): SVGElement {
  const bytes = isNumber(edge.bytes) ? formatCell(edge.bytes, "bytes") : "";
  const group = drawn("g", { class: "edge" }, drawn("title", {}, `${edge.tensors}: ${formatCell(edge.bytes, "bytes")} ${explainCell(edge.bytes, "bytes")}`.trim()),
    drawn("path", { d: pathOf(route.points), "marker-end": `url(#arrow-${id})` }));
  const x = route.x - route.width / 2, top = route.y - route.height / 2 + line - 4;
  group.append(drawn("text", { class: "bytes", x, y: top }, bytes));
  if (cuts.length === 0) return group;
  const at = route.points[Math.floor(route.points.length / 2)] ?? route;
  cuts.forEach((cut, index) => {
    const named = cut.title !== "";
    const y = at.y + (index - (cuts.length - 1) / 2) * 5;
    const stroke = named ? colourOf(cut, marks) : "var(--soft)";
    group.append(drawn("line", { class: named ? "cut chosen" : "cut", x1: at.x - reach, x2: at.x + reach, y1: y, y2: y, style: `stroke: ${stroke}` }));
    if (named) group.append(drawn("text", { class: "cut", x, y: top + (index + 1) * line, style: `fill: ${stroke}` }, cut.title));
  });
  return group;
}

function drawCaller(x: number, y: number, text: string): SVGElement {
  return drawn("text", { class: "caller", x, y: y + 4 }, text);
}

// How much of the warm colour a value gets, in percent; the hottest stays readable below dark and bright text.
const heatOf = (value: number, most: number) => Math.round(most > 0 ? (70 * value) / most : 0);

function drawNode(block: DiagramBlock, table: TableBlock, row: Row, box: { x: number; y: number; width: number; height: number }, most: number): SVGElement {
  const { title, hint } = columnOf(table, block.colour);
  const cell = row.cells[table.columns.findIndex((column) => column.key === block.colour)] ?? { missing: "not measured" };
  const value = valueOf(table, row, block.colour);
  const name = textOf(table, row, block.name);
  const fill = value === null ? "var(--paper)" : `color-mix(in srgb, var(--heat) ${heatOf(value, most)}%, var(--panel))`;
  return drawn("g", { class: value === null ? "node missing" : "node" },
    drawn("title", {}, `${name}\n${title}: ${formatCell(cell, hint)} ${explainCell(cell, hint)}`.trim()),
    drawn("rect", { x: box.x - box.width / 2, y: box.y - box.height / 2, width: box.width, height: box.height, rx: 6, style: `fill: ${fill}` }),
    drawn("text", { x: box.x, y: box.y - 3 }, shorten(name, longest)),
    drawn("text", { class: "value", x: box.x, y: box.y + 13 }, formatCell(cell, hint)));
}

function legend(block: DiagramBlock, table: TableBlock, most: number): HTMLElement {
  const { title, hint } = columnOf(table, block.colour);
  const made = element("p", { class: "legend" }, `${title}: `, formatValue(0, hint), element("span", { class: "heat" }), formatValue(most, hint));
  if (block.marks.some((mark) => mark.title === "")) made.append(element("span", { class: "tick" }), block.marked);
  if (block.marks.some((mark) => mark.title !== "")) made.append(element("span", { class: "tick chosen" }), "a cut that was chosen");
  return made;
}

export function renderDiagram(block: DiagramBlock, table: TableBlock): HTMLElement {
  const { hint } = columnOf(table, block.colour);
  const most = Math.max(0, ...table.rows.map((row) => valueOf(table, row, block.colour) ?? 0));
  const cuts = block.edges.map((edge) => crossing(edge, block.marks, table.rows.length));
  const wide = (texts: string[]) => Math.max(0, ...texts.map((text) => text.length * letter));
  const boxes = table.rows.map((row) => {
    const value = valueOf(table, row, block.colour);
    const texts = [shorten(textOf(table, row, block.name), longest), value === null ? "unavailable" : `${formatValue(value, hint)} ±0.00`];
    return { width: wide(texts) + 24, height: 42 };
  });
  const labels = block.edges.map((edge, index) => {
    const titles = (cuts[index] ?? []).map((cut) => cut.title).filter((title) => title !== "");
    return { width: wide([formatCell(edge.bytes, "bytes"), ...titles]), height: line * (1 + titles.length) + 8 };
  });
  const at = place(boxes, block.edges, labels, block.marks.length > 0 ? reach + 6 : 8);
  const svg = drawn("svg", {
    id: `diagram-${block.id}`, class: "diagram", role: "img", "aria-label": `${block.title}; the table has the same numbers`,
    width: at.size.width, height: at.size.height, viewBox: `0 0 ${at.size.width} ${at.size.height}`,
  }, drawn("defs", {}, drawn("marker", { id: `arrow-${block.id}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, drawn("path", { d: "M0 0L8 4L0 8Z" }))));
  block.edges.forEach((edge, index) => {
    const route = at.edges[index];
    if (route) svg.append(drawEdge(block, edge, route, cuts[index] ?? []));
  });
  svg.append(drawCaller(at.input.x, at.input.y, "input"), drawCaller(at.output.x, at.output.y, "output"));
  table.rows.forEach((row, index) => {
    const box = at.nodes[index];
    if (box) svg.append(drawNode(block, table, row, box, most));
  });
  return element("figure", {}, element("figcaption", {}, block.title), legend(block, table, most), element("div", { class: "scroll", tabindex: "0" }, svg));
}
