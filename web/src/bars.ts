// SPDX-License-Identifier: Apache-2.0
// Stacked bars over the rows of a table, a line on an axis of its own where the block asks for one, and whiskers on bars of one column.
import { ChartBlock, columnOf, intervalOf, TableBlock, textOf, valueOf } from "./data";
import { formatValue, scale, tick } from "./format";
import { base, Look, palette, shorten, tooltip } from "./look";

function valueAxis(table: TableBlock, keys: string[], look: Look) {
  const column = columnOf(table, keys[0] ?? "");
  const sums = table.rows.map((row) => keys.reduce((sum, key) => sum + (valueOf(table, row, key) ?? 0), 0));
  const [divisor, unit] = scale(Math.max(...sums, 0), column.hint);
  return {
    type: "value", name: keys.length === 1 ? `${column.title}, ${unit}` : unit, nameTextStyle: { color: look.ink },
    splitLine: { lineStyle: { color: look.line } }, axisLabel: { color: look.ink, formatter: (value: number) => tick(value, divisor) },
  };
}

// Names are upright where they would run into each other, and left out where even that is too close.
function nameAxis(block: ChartBlock, table: TableBlock, look: Look) {
  const names = table.rows.map((row) => textOf(table, row, block.category));
  const star = (index: number) => (table.rows[index]?.highlighted ? "★ " : "");
  const room = (look.width - 60) / Math.max(names.length, 1);
  const few = names.length <= 6 && room > 110;
  return {
    type: "category", data: names, axisTick: { alignWithLabel: true }, axisLine: { lineStyle: { color: look.soft } },
    axisLabel: {
      color: look.ink, rotate: few ? 0 : room < 24 ? 90 : 55, fontSize: room < 45 ? 10 : 12, interval: room < 11 ? "auto" : 0,
      formatter: (name: string, index: number) => star(index) + shorten(name),
    },
  };
}

interface Place { value(dimension: number): number; coord(point: [number, number]): [number, number] }

// The 95 % intervals of the values of one column, as whiskers on their bars.
function whiskers(table: TableBlock, key: string, look: Look) {
  const data = table.rows.flatMap((row, index) => {
    const interval = intervalOf(table, row, key);
    return interval === null ? [] : [[index, ...interval]];
  });
  const renderItem = (_: unknown, place: Place) => {
    const [x, low] = place.coord([place.value(0), place.value(1)]);
    const [, high] = place.coord([place.value(0), place.value(2)]);
    const line = (x1: number, y1: number, x2: number, y2: number) =>
      ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: look.ink, lineWidth: 1.5 } });
    return { type: "group", children: [line(x, low, x, high), line(x - 5, low, x + 5, low), line(x - 5, high, x + 5, high)] };
  };
  return { type: "custom", name: "95 % interval", color: look.ink, z: 3, silent: true, tooltip: { show: false }, encode: { x: 0, y: [1, 2] }, data, renderItem };
}

export function barsOption(block: ChartBlock, table: TableBlock, look: Look): object {
  const line = block.kind === "bars_and_line" ? block.series[block.series.length - 1] : undefined;
  const bars = block.series.filter((key) => key !== line);
  const series = block.series.map((key, index) => {
    const { title, hint } = columnOf(table, key);
    return {
      name: title, type: key === line ? "line" : "bar", yAxisIndex: key === line ? 1 : 0, stack: key === line ? undefined : "total",
      color: palette[index % palette.length], symbolSize: 5, data: table.rows.map((row) => valueOf(table, row, key)),
      tooltip: { valueFormatter: (value: unknown) => (typeof value === "number" ? formatValue(value, hint) : "none") },
    };
  });
  const alone = block.kind === "stacked_bars" && bars.length === 1 ? bars[0] : undefined;
  const marks = alone === undefined ? [] : [whiskers(table, alone, look)];
  const isLong = alone !== undefined || line !== undefined;  // a column's title, which beside short numbers would be cut
  const nameStyle = isLong ? { color: look.ink, align: "left" } : { color: look.ink };
  const yAxis = [{ ...valueAxis(table, bars, look), nameTextStyle: nameStyle }];
  if (line) yAxis.push({ ...valueAxis(table, [line], look), splitLine: { lineStyle: { color: "transparent" } } });
  return {
    ...base(look), tooltip: { ...tooltip(look), trigger: "axis" }, grid: { left: 8, right: 16, top: 56, bottom: 8, containLabel: true },
    xAxis: nameAxis(block, table, look), yAxis, series: [...series, ...marks],
  };
}
