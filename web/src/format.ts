// SPDX-License-Identifier: Apache-2.0
// Numbers for eyes: SI prefixes, three significant digits, the spread beside the value.
import { Cell, Hint, isNumber } from "./data";

const unitOf: Record<Hint, string> = {
  text: "", count: "", seconds: "s", joules: "J", watts: "W", bytes: "B", bit_rate: "bit/s", ratio: "x", probability: "%", macs: "MAC",
};
const prefixes: [number, string][] = [[1e9, "G"], [1e6, "M"], [1e3, "k"], [1, ""], [1e-3, "m"], [1e-6, "µ"], [1e-9, "n"]];

// The prefix that suits a value: [divisor, unit with prefix].
export function scale(value: number, hint: Hint): [number, string] {
  const unit = unitOf[hint];
  if (hint === "probability") return [0.01, unit];
  if (hint === "count" || hint === "ratio" || hint === "text" || value === 0) return [1, unit];
  const size = Math.abs(value);
  const smallest = hint === "bytes" || hint === "macs" || hint === "bit_rate" ? 1 : 1e-9;
  const [divisor, prefix] = prefixes.find(([limit]) => size >= limit * 0.9995) ?? [smallest, "n"];
  const bounded = Math.max(divisor, smallest);
  const name = prefixes.find(([limit]) => limit === bounded)?.[1] ?? prefix;
  return hint === "seconds" && bounded > 1 ? [1, unit] : [bounded, name + unit];
}

// A mark on an axis, whose unit is named elsewhere.
export function tick(value: number, divisor: number): string {
  return String(Number((value / divisor).toPrecision(3)));
}

function digits(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  return Math.abs(value) >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}

export function formatValue(value: number, hint: Hint): string {
  const [divisor, unit] = scale(value, hint);
  const text = digits(value / divisor);
  return unit === "" ? text : unit === "x" ? text + unit : `${text} ${unit}`;
}

// Half an interval, in the scaled unit of its value: what is finer than a value's last digit is not spelled out.
function spread(half: number): string {
  if (half < 0.01) return "<0.01";
  return half < 10 ? half.toPrecision(2) : half.toFixed(0);
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
