// SPDX-License-Identifier: Apache-2.0
// What a chart needs to know of the place that it is drawn in.
export interface Look { width: number; ink: string; soft: string; line: string; paper: string }

export const palette = ["#3b6fb6", "#e08a2c", "#3f9e6e", "#9a64b3", "#c2504d"];

export function makeLook(width: number, dark: boolean): Look {
  return dark
    ? { width, ink: "#d8dee6", soft: "#8c99a6", line: "#34404c", paper: "#14191f" }
    : { width, ink: "#33404d", soft: "#8a96a2", line: "#d9dfe5", paper: "#ffffff" };
}

const capitalize = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

// What charts of every kind have in common.
export function base(look: Look) {
  return {
    animation: false, textStyle: { color: look.ink }, backgroundColor: "transparent",
    legend: { top: 0, itemWidth: 18, itemHeight: 10, textStyle: { color: look.ink }, formatter: capitalize },
  };
}

export function tooltip(look: Look) {
  return { confine: true, backgroundColor: look.paper, borderColor: look.line, textStyle: { color: look.ink } };
}

// Names of layers differ at their ends.
export function shorten(name: string, most = 24): string {
  return name.length > most ? `…${name.slice(1 - most)}` : name;
}
