// SPDX-License-Identifier: Apache-2.0
// Where the nodes of a diagram stand and how its edges run, computed by dagre.
import { graphlib, layout, Placed, Routed, Size } from "dagre";

import { DiagramEdge } from "./data";

export interface Layout { size: Size; nodes: Placed[]; input: Placed; output: Placed; edges: Routed[] }

const caller: Size = { width: 64, height: 26 };
const nameOf = (end: number | null, otherwise: string) => (end === null ? otherwise : `row ${end}`);

// `nodes` are the sizes of the rows' boxes, `labels` of what is written beside each edge, at `gap` from it.
export function place(nodes: Size[], edges: DiagramEdge[], labels: Size[], gap: number): Layout {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 28, edgesep: 14, ranksep: 16, marginx: 12, marginy: 8 });
  graph.setNode("input", { ...caller });
  graph.setNode("output", { ...caller });
  nodes.forEach((size, row) => graph.setNode(nameOf(row, ""), { ...size }));
  const ends = edges.map(({ from, to }, index) => ({ v: nameOf(from, "input"), w: nameOf(to, "output"), name: String(index) }));
  ends.forEach(({ v, w, name }, index) => {
    graph.setEdge(v, w, { ...(labels[index] ?? { width: 0, height: 0 }), labelpos: "r", labeloffset: gap }, name);
  });
  layout(graph);
  return {
    size: graph.graph(), nodes: nodes.map((_, row) => graph.node(nameOf(row, ""))), input: graph.node("input"), output: graph.node("output"),
    edges: ends.map((edge) => graph.edge(edge)),
  };
}
