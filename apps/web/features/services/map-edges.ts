import type { MapEdge, MapNode } from "@triops/domains/services/schemas";

export type MapRow = MapEdge & { key: string; from: MapNode; to: MapNode };

/** The busiest first: edges with both their ends, for the table beside the drawing. */
export function rowsOf(nodes: readonly MapNode[], edges: readonly MapEdge[]): MapRow[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  return edges
    .flatMap((edge) => {
      const from = byKey.get(edge.source);
      const to = byKey.get(edge.target);
      return from && to
        ? [{ ...edge, from, to, key: `${edge.source} ${edge.target} ${edge.kind} ${edge.via}` }]
        : [];
    })
    .sort((a, b) => b.requests - a.requests);
}

export type DrawnEdge = MapEdge & { id: string; count: number };

/** Two nodes are joined by one line, whatever passes between them: the figures are those of the busiest kind. */
export function drawnEdges(edges: readonly MapEdge[]): DrawnEdge[] {
  const drawn = new Map<string, DrawnEdge>();
  for (const edge of edges) {
    const id = `${edge.source} ${edge.target}`;
    const known = drawn.get(id);
    if (!known) drawn.set(id, { ...edge, id, count: 1 });
    else if (edge.requests > known.requests) drawn.set(id, { ...edge, id, count: known.count + 1 });
    else known.count++;
  }
  return [...drawn.values()];
}

/** From 1 to 4 px, by the order of magnitude of the rate. */
export const strokePx = (requestsPerSecond: number): number =>
  Math.min(4, 1 + Math.max(0, Math.log10(1 + requestsPerSecond * 10)) * 0.9);
