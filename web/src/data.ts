// SPDX-License-Identifier: Apache-2.0
// The document as src/report/page_data.cpp embeds it. Values are in SI units; the hint says how to print them.

export type Hint = string;  // "seconds": a key of the document's hints
// How values of a hint are printed: what they are divided by is a power of a thousand from `least` to `most`, named by an SI prefix.
export interface HintRow { unit: string; gap: string; least: number; most: number }

export interface NumberCell { value: number; source?: string; low?: number; high?: number }
export interface MissingCell { missing: string }
export type Cell = string | NumberCell | MissingCell;

export interface Column { key: string; title: string; hint: Hint }
export interface Row { cells: Cell[]; highlighted: boolean }
export interface TableBlock { type: "table"; id: string; title: string; columns: Column[]; rows: Row[] }
export interface TextBlock { type: "text"; kind: "plain" | "note" | "warning"; text: string }
export interface FactBlock { type: "fact"; title: string; value: Cell; hint: Hint }
export interface ChartBlock {
  type: "chart"; id: string; title: string; kind: "stacked_bars" | "bars_and_line" | "scatter";
  table: string; category: string; series: string[]; group: string; joined: string;
}
// Ends are indices into the table's rows; null is the caller, who gives the inputs and takes the outputs.
export interface DiagramEdge { from: number | null; to: number | null; tensors: string; bytes: Cell }
export interface DiagramMark { title: string; head: [first: number, last: number][] }
export interface DiagramBlock {
  type: "diagram"; id: string; title: string; table: string; name: string; colour: string; edges: DiagramEdge[]; marks: DiagramMark[]; marked: string;
}
export type Block = TableBlock | TextBlock | FactBlock | ChartBlock | DiagramBlock;

export interface Section { id: string; title: string; choice: string; blocks: Block[] }
export interface PageDocument { kind: string; title: string; verdict: string[]; hints: Record<Hint, HintRow>; sections: Section[] }

export function isNumber(cell: Cell): cell is NumberCell {
  return typeof cell === "object" && "value" in cell;
}

export function columnOf(table: TableBlock, key: string): Column {
  return table.columns.find((column) => column.key === key) ?? { key, title: key, hint: "text" };
}

export function textOf(table: TableBlock, row: Row, key: string): string {
  const cell = row.cells[table.columns.findIndex((column) => column.key === key)];
  return typeof cell === "string" ? cell : "";
}

export function valueOf(table: TableBlock, row: Row, key: string): number | null {
  const cell = row.cells[table.columns.findIndex((column) => column.key === key)];
  return cell !== undefined && isNumber(cell) ? cell.value : null;
}

export function intervalOf(table: TableBlock, row: Row, key: string): [number, number] | null {
  const cell = row.cells[table.columns.findIndex((column) => column.key === key)];
  return cell !== undefined && isNumber(cell) && cell.low !== undefined && cell.high !== undefined ? [cell.low, cell.high] : null;
}

export function readDocument(): PageDocument {
  const element = document.getElementById("dnntune-data");
  return JSON.parse(element?.textContent ?? "{}") as PageDocument;
}
