// SPDX-License-Identifier: Apache-2.0
// Sections that are alternatives - one per link, say - behind a switch made of radio buttons, which the keyboard already knows.
import { Section } from "./data";
import { element } from "./element";
import { renderSection } from "./section";

export function renderChoice(choice: string, sections: Section[]): HTMLElement {
  const panels = sections.map(renderSection);
  const show = (index: number) => panels.forEach((panel, i) => (panel.hidden = i !== index));
  const options = sections.map((section, index) => {
    const input = element("input", { type: "radio", name: `choice-${choice}`, value: section.id });
    input.checked = index === 0;
    input.addEventListener("change", () => show(index));
    return element("label", {}, input, element("span", {}, section.title));
  });
  show(0);
  return element("div", { class: "choice" },
    element("fieldset", { class: "switch" }, element("legend", {}, choice.replace(/_/g, " ")), ...options), ...panels);
}
