// SPDX-License-Identifier: Apache-2.0
// A table whose columns sort, by mouse and by keyboard.
import { Cell, Column, isNumber, Row, TableBlock } from "./data";
import { element } from "./element";
import { explainCell, formatCell } from "./format";

function compare(a: Cell, b: Cell): number {
  if (isNumber(a) && isNumber(b)) return a.value - b.value;
  if (isNumber(a)) return -1;  // what is unavailable goes last
  if (isNumber(b)) return 1;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}

function makeCell(cell: Cell, column: Column, first: boolean): HTMLElement {
  const numeric = column.hint !== "text";
  const classes = [numeric ? "number" : "", typeof cell !== "string" && !isNumber(cell) ? "missing" : ""].filter(Boolean).join(" ");
  const made = first ? element("th", { scope: "row" }) : element("td");
  if (classes) made.className = classes;
  made.append(formatCell(cell, column.hint));
  const explanation = explainCell(cell, column.hint);
  if (explanation) made.title = explanation;
  if (isNumber(cell) && cell.source && cell.source !== "measured") made.append(element("sup", { class: "source" }, cell.source.slice(0, 2)));
  return made;
}

function makeRow(row: Row, columns: Column[]): HTMLTableRowElement {
  const made = element("tr", row.highlighted ? { class: "best" } : {});
  row.cells.forEach((cell, i) => made.append(makeCell(cell, columns[i]!, i === 0)));
  return made;
}

export function renderTable(block: TableBlock): HTMLElement {
  const body = element("tbody");
  const fill = (rows: Row[]) => body.replaceChildren(...rows.map((row) => makeRow(row, block.columns)));
  const headers = block.columns.map((column, index) => {
    const button = element("button", { type: "button" }, column.title);
    const header = element("th", { scope: "col", "aria-sort": "none", "data-title": column.title, class: column.hint === "text" ? "" : "number" }, button);
    button.addEventListener("click", () => {
      const descending = header.getAttribute("aria-sort") === "ascending";
      headers.forEach((other) => other.setAttribute("aria-sort", "none"));
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const sorted = [...block.rows].sort((a, b) => compare(a.cells[index]!, b.cells[index]!));
      fill(descending ? sorted.reverse() : sorted);
    });
    return header;
  });
  fill(block.rows);
  const table = element("table", { id: `table-${block.id}`, "aria-label": block.title }, element("thead", {}, element("tr", {}, ...headers)), body);
  const box = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": block.title }, table);
  return element("figure", {}, element("figcaption", {}, block.title), box);
}
