// SPDX-License-Identifier: Apache-2.0
// Charts over the rows of a table, drawn by ECharts; the table beside them has the same numbers for those who cannot see them.
import * as echarts from "echarts";

import { barsOption } from "./bars";
import { ChartBlock, TableBlock } from "./data";
import { element } from "./element";
import { Look, makeLook } from "./look";
import { scatterOption } from "./scatter";

const optionOf: Record<ChartBlock["kind"], (block: ChartBlock, table: TableBlock, look: Look) => object> = {
  stacked_bars: barsOption, bars_and_line: barsOption, scatter: scatterOption,
};
const paper = { width: 940, height: 250 };  // as .chart in style.css has it for printing

export function renderChart(block: ChartBlock, table: TableBlock): HTMLElement {
  const canvas = element("div", { class: "chart", id: `chart-${block.id}`, role: "img", "aria-label": `${block.title}; the table has the same numbers` });
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const print = window.matchMedia("print");
  let chart: echarts.ECharts | undefined;
  const draw = (size: { width: number; height: number }, isDark: boolean) => {
    chart ??= echarts.init(canvas, undefined, { renderer: "svg", ...size });
    chart.resize(size);
    chart.setOption(optionOf[block.kind](block, table, makeLook(size.width, isDark)), true);
  };
  const fit = () => {
    if (canvas.clientWidth === 0) return;  // in a hidden section
    draw({ width: canvas.clientWidth, height: canvas.clientHeight }, dark.matches && !print.matches);
  };
  new ResizeObserver(fit).observe(canvas);
  dark.addEventListener("change", fit);
  // A page is laid out for paper only after this event, so the size is not to be had from the element, which may be hidden, too.
  window.addEventListener("beforeprint", () => draw(paper, false));
  window.addEventListener("afterprint", fit);
  return element("figure", {}, element("figcaption", {}, block.title), canvas);
}
