import { Graph, layout } from "@dagrejs/dagre";

export const boxWidthPx = 188;
export const boxHeightPx = 64;

export type Place = { x: number; y: number };
type Link = { from: string; to: string };

/** What comes first on the left, what comes of it on the right: of lineage, and of who called whom. */
export function placeBoxes(ids: readonly string[], links: readonly Link[]): Map<string, Place> {
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: "LR", nodesep: 24, ranksep: 72 });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set(ids);
  for (const id of ids) graph.setNode(id, { width: boxWidthPx, height: boxHeightPx });
  for (const { from, to } of links) if (known.has(from) && known.has(to)) graph.setEdge(from, to);
  layout(graph);
  return new Map(
    ids.map((id) => {
      const { x = 0, y = 0 } = graph.node(id) as Partial<Place>;
      return [id, { x: x - boxWidthPx / 2, y: y - boxHeightPx / 2 }];
    }),
  );
}
