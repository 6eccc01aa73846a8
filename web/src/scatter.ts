// SPDX-License-Identifier: Apache-2.0
// A point for every row of a table that has both values, in groups; one group is joined by a line and has its names beside it.
import { ChartBlock, Column, columnOf, Row, TableBlock, textOf, valueOf } from "./data";
import { formatValue } from "./format";
import { base, Look, palette, shorten, tooltip } from "./look";
import { isUpperHalf, Range, rangeAxis } from "./range_axis";

interface Point { row: Row; name: string; group: string; value: [number, number] }

const symbols = ["circle", "triangle", "rect"];

function pointsOf(block: ChartBlock, table: TableBlock): Point[] {
  const [xKey = "", yKey = ""] = block.series;
  return table.rows.flatMap((row) => {
    const x = valueOf(table, row, xKey);
    const y = valueOf(table, row, yKey);
    if (x === null || y === null) return [];
    return [{ row, name: textOf(table, row, block.category), group: textOf(table, row, block.group), value: [x, y] as [number, number] }];
  });
}

// The joined group first, the others by name, so that a group looks the same in every alternative of a section.
function groupsOf(points: Point[], joined: string): string[] {
  const others = new Set(points.map((point) => point.group).filter((group) => group !== joined));
  return [joined, ...[...others].sort()];
}

function makeItem({ row, name, value }: Point, isJoined: boolean, xRange: Range, look: Look) {
  const label = {
    show: isJoined || row.highlighted, position: isUpperHalf(value[0], xRange) ? "left" : "right", distance: 8, color: look.ink,
    textBorderColor: look.paper, textBorderWidth: 2,
    formatter: () => (row.highlighted ? "★ " : "") + shorten(name), fontWeight: row.highlighted ? "bold" : "normal",
  };
  return row.highlighted ? { name, value, label, symbolSize: 15, itemStyle: { color: palette[1] } } : { name, value, label };
}

function seriesOf(points: Point[], group: string, index: number, isJoined: boolean, xRange: Range, look: Look) {
  const members = points.filter((point) => point.group === group).sort((a, b) => a.value[0] - b.value[0]);
  return {
    name: group, type: isJoined ? "line" : "scatter", color: isJoined ? palette[0] : look.soft, z: isJoined ? 3 : 2,
    symbol: symbols[index % symbols.length], symbolSize: isJoined ? 10 : 8, labelLayout: { hideOverlap: true },
    data: members.map((point) => makeItem(point, isJoined, xRange, look)),
  };
}

function describe(name: string, value: number[], columns: Column[]): HTMLElement {
  const lines = columns.map((column, i) => `${column.title}: ${formatValue(value[i] ?? 0, column.hint)}`);
  const made = document.createElement("div");
  made.style.whiteSpace = "pre-line";
  made.textContent = [name, ...lines].join("\n");
  return made;
}

export function scatterOption(block: ChartBlock, table: TableBlock, look: Look): object {
  const points = pointsOf(block, table);
  const columns = block.series.map((key) => columnOf(table, key));
  const [xRange, yRange] = [0, 1].map((i): Range => {
    const values = points.map((point) => point.value[i]!);
    return [Math.min(...values), Math.max(...values)];
  }) as [Range, Range];
  const [x, y] = columns as [Column, Column];
  return {
    ...base(look), grid: { left: 16, right: 32, top: 56, bottom: 32, containLabel: true },
    tooltip: { ...tooltip(look), formatter: ({ name, value }: { name: string; value: number[] }) => describe(name, value, columns) },
    xAxis: { ...rangeAxis(x, xRange, look), nameLocation: "middle", nameGap: 30 }, yAxis: rangeAxis(y, yRange, look),
    series: groupsOf(points, block.joined).map((group, i) => seriesOf(points, group, i, group === block.joined, xRange, look)),
  };
}
