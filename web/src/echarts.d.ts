// SPDX-License-Identifier: Apache-2.0
// The part of ECharts 5.6 that the page uses; the bundle resolves the name to the fetched package.
declare module "echarts" {
  export type EChartsOption = object;
  export interface Size { width: number; height: number }
  export interface ECharts { resize(size: Size): void; setOption(option: EChartsOption, replace: boolean): void }
  export function init(element: HTMLElement, theme: undefined, options: { renderer: "svg" } & Size): ECharts;
}
