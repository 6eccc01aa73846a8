// SPDX-License-Identifier: Apache-2.0
// Builds the page from the document: the verdict first, then every section.
import { renderChoice } from "./choice";
import { PageDocument, readDocument } from "./data";
import { element } from "./element";
import { setHints } from "./format";
import { renderSection } from "./section";

function renderMain(page: PageDocument): HTMLElement {
  const [first = "", ...rest] = page.verdict;
  const verdict = element("div", { class: "verdict", id: "verdict" },
    element("p", { class: "lead" }, first), ...rest.map((sentence) => element("p", {}, sentence)));
  const main = element("main", {}, element("h1", {}, page.title), verdict);
  const done = new Set<string>();
  for (const section of page.sections) {
    if (section.choice === "") {
      main.append(renderSection(section));
    } else if (!done.has(section.choice)) {
      done.add(section.choice);
      main.append(renderChoice(section.choice, page.sections.filter((other) => other.choice === section.choice)));
    }
  }
  main.append(element("footer", {}, "Made by dnntune. Raised letters after a number say that it is not measured: mo modelled, de declared, " +
    "im imported. ± is half of the 95 % interval. Hover or long-press a value for its source."));
  return main;
}

const page = readDocument();
setHints(page.hints);
document.body.replaceChildren(renderMain(page));
