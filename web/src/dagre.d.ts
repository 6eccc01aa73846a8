// SPDX-License-Identifier: Apache-2.0
// The part of dagre 3.1 that the page uses; the bundle resolves the name to the fetched package.
declare module "dagre" {
  export interface Size { width: number; height: number }
  export interface Point { x: number; y: number }
  export interface Placed extends Size, Point {}
  export interface Routed extends Placed { points: Point[] }
  // Edges are named, so that two may join the same nodes.
  class Graph {
    constructor(options: { multigraph: boolean });
    setGraph(label: { rankdir: "TB"; nodesep: number; edgesep: number; ranksep: number; marginx: number; marginy: number }): void;
    graph(): Size;
    setNode(name: string, size: Size): void;
    node(name: string): Placed;
    setEdge(from: string, to: string, label: Size & { labelpos: "r"; labeloffset: number }, name: string): void;
    edge(edge: { v: string; w: string; name: string }): Routed;
  }
  export const graphlib: { Graph: typeof Graph };
  export function layout(graph: Graph): void;
}
