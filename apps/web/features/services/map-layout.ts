import { Graph, layout } from "@dagrejs/dagre";
import type { MapEdge, MapNode } from "@triops/domains/services/schemas";

export const nodeWidthPx = 196;
export const nodeHeightPx = 64;

export type Placed = { key: string; x: number; y: number };

/** Callers on the left, what they call on their right; ends by itself for any graph, loops included. */
export function placeNodes(nodes: readonly MapNode[], edges: readonly MapEdge[]): Map<string, Placed> {
  const graph = new Graph({ directed: true, multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 24, ranksep: 120, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { key } of nodes) graph.setNode(key, { width: nodeWidthPx, height: nodeHeightPx });
  for (const edge of edges) graph.setEdge(edge.source, edge.target, {}, `${edge.kind}${edge.via}`);
  layout(graph);
  return new Map(
    nodes.map(({ key }) => {
      const { x = 0, y = 0 } = graph.node(key) as { x?: number; y?: number };
      return [key, { key, x: x - nodeWidthPx / 2, y: y - nodeHeightPx / 2 }];
    }),
  );
}
