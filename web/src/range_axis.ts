// SPDX-License-Identifier: Apache-2.0
// An axis that fits a range of values: logarithmic where a linear one would crowd most values into a corner.
import { Column } from "./data";
import { scale, tick } from "./format";
import { Look } from "./look";

export type Range = [number, number];

const isWide = ([low, high]: Range) => low > 0 && high > 5 * low;

export function isUpperHalf(value: number, [low, high]: Range): boolean {
  return value > (isWide([low, high]) ? Math.sqrt(low * high) : (low + high) / 2);
}

// 1, 2 and 5 times the powers of ten, from the last at or below the range to the first at or above it.
function marks([low, high]: Range): number[] {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    all.push(...[1, 2, 5].map((step) => Number(`${step}e${power}`)));
  }
  const first = all.filter((mark) => mark <= low).length - 1;
  return all.slice(first, all.findIndex((mark) => mark >= high) + 1);
}

function withUnit(value: number, column: Column): string {
  const [divisor, unit] = scale(value, column.hint);
  return unit === "" ? tick(value, divisor) : `${tick(value, divisor)} ${unit}`;
}

export function rangeAxis(column: Column, range: Range, look: Look): object {
  const [divisor, unit] = scale(range[1], column.hint);
  const common = { nameTextStyle: { color: look.ink }, axisLine: { show: true, lineStyle: { color: look.soft } } };
  const axisLabel = { color: look.ink, hideOverlap: true };
  const splitLine = { lineStyle: { color: look.line } };
  if (!isWide(range)) {
    const name = unit === "" ? column.title : `${column.title}, ${unit}`;
    return { ...common, type: "value", scale: true, name, splitLine, axisLabel: { ...axisLabel, formatter: (value: number) => tick(value, divisor) } };
  }
  const customValues = marks(range);
  const last = customValues[customValues.length - 1] ?? range[1];
  return {
    ...common, type: "log", name: column.title, min: customValues[0], max: last * 1.001,  // or rounding drops the last mark
    axisTick: { customValues }, splitLine: { ...splitLine, customValues },
    axisLabel: { ...axisLabel, customValues, formatter: (value: number) => withUnit(value, column) },
  };
}
