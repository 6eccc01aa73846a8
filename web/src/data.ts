// SPDX-License-Identifier: Apache-2.0
// The document as src/report/page_data.cpp embeds it. Values are in SI units; the hint says how to print them.

export type Hint =
  | "text" | "count" | "seconds" | "joules" | "watts" | "bytes" | "bit_rate" | "ratio" | "probability" | "macs";

export interface NumberCell { value: number; source?: string; low?: number; high?: number }
export interface MissingCell { missing: string }
export type Cell = string | NumberCell | MissingCell;

export interface Column { key: string; title: string; hint: Hint }
export interface Row { cells: Cell[]; highlighted: boolean }
export interface TableBlock { type: "table"; id: string; title: string; columns: Column[]; rows: Row[] }
export interface TextBlock { type: "text"; kind: "plain" | "note" | "warning"; text: string }
export interface FactBlock { type: "fact"; title: string; value: Cell; hint: Hint }
export interface ChartBlock {
  type: "chart"; id: string; title: string; kind: "stacked_bars" | "bars_and_line";
  table: string; category: string; series: string[];
}
export type Block = TableBlock | TextBlock | FactBlock | ChartBlock;

export interface Section { id: string; title: string; choice: string; blocks: Block[] }
export interface PageDocument { kind: string; title: string; verdict: string[]; sections: Section[] }

export function isNumber(cell: Cell): cell is NumberCell {
  return typeof cell === "object" && "value" in cell;
}

export function readDocument(): PageDocument {
  const element = document.getElementById("dnntune-data");
  return JSON.parse(element?.textContent ?? "{}") as PageDocument;
}
