// SPDX-License-Identifier: Apache-2.0
// Numbers for eyes: SI prefixes, three significant digits, the spread beside the value. As src/report/number_format.cpp prints them, by
// the rows that the document brings; both are held to tests/numbers.json.
import { Cell, Hint, HintRow, isNumber } from "./data";

const prefixes: [number, string][] = [[1e9, "G"], [1e6, "M"], [1e3, "k"], [1, ""], [1e-3, "m"], [1e-6, "µ"], [1e-9, "n"]];
let rows: Record<Hint, HintRow> = {};

// Before anything is formatted.
export function setHints(hints: Record<Hint, HintRow>): void {
  rows = hints;
}

function rowOf(hint: Hint): HintRow {
  return rows[hint] ?? { unit: "", gap: "", least: 1, most: 1 };
}

// The prefix that suits a value: [divisor, unit with prefix].
export function scale(value: number, hint: Hint): [number, string] {
  const { unit, least, most } = rowOf(hint);
  if (least === most) return [least, unit];
  if (value === 0) return [1, unit];
  const usable = prefixes.filter(([size]) => size >= least && size <= most);
  const [divisor, prefix] = usable.find(([size]) => Math.abs(value) >= size * 0.9995) ?? usable[usable.length - 1] ?? [1, ""];
  return [divisor, prefix + unit];
}

// A mark on an axis, whose unit is named elsewhere.
export function tick(value: number, divisor: number): string {
  return String(Number((value / divisor).toPrecision(3)));
}

// Halfway between two numbers the even one, as C++ has it, where toFixed takes the larger.
function fixed(value: number, decimals: number): string {
  const size = Math.abs(value);
  if (size >= 1e21) return BigInt(value).toString();  // which toFixed would write with an exponent
  const isHalfway = (size * 2 ** (decimals + 1)) % 2 === 1;
  const below = Math.floor(size * 10 ** decimals);
  if (!isHalfway || below % 2 === 1) return value.toFixed(decimals);
  return (Math.sign(value) * (below / 10 ** decimals)).toFixed(decimals);
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  return fixed(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3);
}

export function formatValue(value: number, hint: Hint): string {
  const [divisor, unit] = scale(value, hint);
  return digits(value / divisor) + rowOf(hint).gap + unit;
}

// Half an interval, in the scaled unit of its value: what is finer than a value's last digit is not spelled out.
function spread(half: number): string {
  if (half < 0.01) return "<0.01";
  if (half >= 10) return fixed(half, 0);
  return String(Number(fixed(half, half >= 1 ? 1 : half >= 0.1 ? 2 : 3)));  // two significant digits, without zeros at their end
}

// "12.3 ms ±0.2" or the word that stands for a missing value.
export function formatCell(cell: Cell, hint: Hint): string {
  if (typeof cell === "string") return cell;
  if (!isNumber(cell)) return "unavailable";
  const text = formatValue(cell.value, hint);
  if (cell.low === undefined || cell.high === undefined) return text;
  const [divisor] = scale(cell.value, hint);
  const half = (cell.high - cell.low) / 2 / divisor;
  return half > 0 ? `${text} ±${spread(half)}` : text;
}

// Where a value comes from, for the tooltip and for screen readers.
export function explainCell(cell: Cell, hint: Hint): string {
  if (typeof cell === "string") return "";
  if (!isNumber(cell)) return cell.missing;
  const parts = [cell.source ?? ""];
  if (cell.low !== undefined && cell.high !== undefined) {
    parts.push(`95 % interval ${formatValue(cell.low, hint)} to ${formatValue(cell.high, hint)}`);
  }
  return parts.filter((part) => part !== "").join(", ");
}
