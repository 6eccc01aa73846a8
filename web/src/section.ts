// SPDX-License-Identifier: Apache-2.0
import { renderChart } from "./chart";
import { Block, FactBlock, Section, TableBlock } from "./data";
import { renderDiagram } from "./diagram";
import { element } from "./element";
import { explainCell, formatCell } from "./format";
import { renderTable } from "./table";

function renderFacts(facts: FactBlock[]): HTMLElement {
  const list = element("dl");
  for (const fact of facts) {
    const value = element("dd", {}, formatCell(fact.value, fact.hint));
    const explanation = explainCell(fact.value, fact.hint);
    if (explanation) value.append(element("span", { class: "why" }, explanation));
    list.append(element("div", {}, element("dt", {}, fact.title), value));
  }
  return list;
}

// Facts that stand together become one list; everything else is itself.
function renderBlocks(blocks: Block[]): HTMLElement[] {
  const made: HTMLElement[] = [];
  let facts: FactBlock[] = [];
  const flush = () => {
    if (facts.length > 0) made.push(renderFacts(facts));
    facts = [];
  };
  for (const block of blocks) {
    if (block.type === "fact") {
      facts.push(block);
      continue;
    }
    flush();
    if (block.type === "text") made.push(element("p", { class: block.kind }, block.text));
    if (block.type === "table") made.push(renderTable(block));
    if (block.type === "chart" || block.type === "diagram") {
      const table = blocks.find((other): other is TableBlock => other.type === "table" && other.id === block.table);
      if (table) made.push(block.type === "chart" ? renderChart(block, table) : renderDiagram(block, table));
    }
  }
  flush();
  return made;
}

export function renderSection(section: Section): HTMLElement {
  return element("section", { id: section.id }, element("h2", {}, section.title), ...renderBlocks(section.blocks));
}
