// SPDX-License-Identifier: Apache-2.0
// Charts over the rows of a table, drawn by ECharts; the table beside them has the same numbers for those who cannot see them.
import * as echarts from "echarts";

import { ChartBlock, Column, isNumber, Row, TableBlock } from "./data";
import { element } from "./element";
import { formatValue, scale } from "./format";

const palette = ["#3b6fb6", "#e08a2c", "#3f9e6e", "#9a64b3", "#c2504d"];

function cellOf(row: Row, columns: Column[], key: string) {
  return row.cells[columns.findIndex((column) => column.key === key)];
}

function valueOf(row: Row, columns: Column[], key: string): number | null {
  const cell = cellOf(row, columns, key);
  return cell !== undefined && isNumber(cell) ? cell.value : null;
}

function axis(columns: Column[], keys: string[], rows: Row[], colour: string) {
  const column = columns.find((candidate) => candidate.key === keys[0]);
  const hint = column?.hint ?? "count";
  const largest = Math.max(...rows.map((row) => keys.reduce((sum, key) => sum + (valueOf(row, columns, key) ?? 0), 0)), 0);
  const [divisor, unit] = scale(largest, hint);
  return {
    type: "value" as const, name: unit, nameTextStyle: { color: colour },
    axisLabel: { color: colour, formatter: (value: number) => String(Number((value / divisor).toPrecision(3))) },
  };
}

function option(block: ChartBlock, table: TableBlock, dark: boolean): echarts.EChartsOption {
  const { columns, rows } = table;
  const colour = dark ? "#d8dee6" : "#33404d";
  const line = block.kind === "bars_and_line" ? block.series[block.series.length - 1] : undefined;
  const bars = block.series.filter((key) => key !== line);
  const title = (key: string) => columns.find((column) => column.key === key)?.title ?? key;
  const hintOf = (key: string) => columns.find((column) => column.key === key)?.hint ?? "count";
  const names = rows.map((row) => {
    const name = String(cellOf(row, columns, block.category) ?? "");
    return row.highlighted ? `★ ${name}` : name;
  });
  const series = block.series.map((key, index) => ({
    name: title(key), type: key === line ? ("line" as const) : ("bar" as const), yAxisIndex: key === line ? 1 : 0,
    stack: key === line ? undefined : "total", color: palette[index % palette.length],
    data: rows.map((row) => valueOf(row, columns, key)), symbolSize: 5,
    tooltip: { valueFormatter: (value: unknown) => (typeof value === "number" ? formatValue(value, hintOf(key)) : "none") },
  }));
  const axes = [axis(columns, bars, rows, colour)];
  if (line) axes.push(axis(columns, [line], rows, colour));
  return {
    animation: false, textStyle: { color: colour }, aria: { enabled: true }, backgroundColor: "transparent",
    legend: { top: 0, textStyle: { color: colour } }, tooltip: { trigger: "axis" },
    grid: { left: 8, right: 16, top: 56, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: names, axisLabel: { rotate: names.length > 6 ? 55 : 0, color: colour, interval: names.length > 40 ? "auto" : 0 } },
    yAxis: axes, series,
  } as echarts.EChartsOption;
}

export function renderChart(block: ChartBlock, table: TableBlock): HTMLElement {
  const canvas = element("div", { class: "chart", role: "img", "aria-label": `${block.title}; the table has the same numbers` });
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let chart: echarts.ECharts | undefined;
  const draw = () => {
    if (canvas.clientWidth === 0) return;  // in a hidden section
    chart ??= echarts.init(canvas, undefined, { renderer: "svg" });
    chart.resize();
    chart.setOption(option(block, table, dark.matches), true);
  };
  new ResizeObserver(draw).observe(canvas);
  dark.addEventListener("change", draw);
  return element("figure", {}, element("figcaption", {}, block.title), canvas);
}
