import { Graph, layout } from "@dagrejs/dagre";
import type { MapEdge, MapNode } from "@triops/domains/services/schemas";

export const nodeWidthPx = 184;
export const nodeHeightPx = 60;

const gapPx = 48;
/** How much wider than high the drawing should be. */
const aspect = 2.2;

export type Place = { x: number; y: number };

/**
 * Callers on the left, what they call on their right. What is not connected is laid out by itself and the parts are
 * put side by side, so that the drawing fills its frame.
 */
export function placeNodes(nodes: readonly MapNode[], edges: readonly MapEdge[]): Map<string, Place> {
  const parts = connectedParts(nodes, edges).map((keys) => placePart(keys, edges));
  const single = parts.filter((part) => part.places.size === 1);
  const joined = parts.filter((part) => part.places.size > 1).sort((a, b) => b.heightPx - a.heightPx);
  const area = parts.reduce((sum, part) => sum + (part.widthPx + gapPx) * (part.heightPx + gapPx), 0);
  const widthMax = Math.max(...parts.map((part) => part.widthPx), Math.sqrt(area * aspect));
  const placed = new Map<string, Place>();
  let [x, y, rowPx] = [0, 0, 0];
  // Rows of parts, the highest first; things on their own come last.
  for (const part of [...joined, ...single]) {
    if (x > 0 && x + part.widthPx > widthMax) [x, y, rowPx] = [0, y + rowPx + gapPx, 0];
    for (const [key, at] of part.places) placed.set(key, { x: x + at.x, y: y + at.y });
    x += part.widthPx + gapPx;
    rowPx = Math.max(rowPx, part.heightPx);
  }
  return placed;
}

type Part = { places: Map<string, Place>; widthPx: number; heightPx: number };

function placePart(keys: readonly string[], edges: readonly MapEdge[]): Part {
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: "LR", nodesep: 28, ranksep: 104, acyclicer: "greedy" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const key of keys) graph.setNode(key, { width: nodeWidthPx, height: nodeHeightPx });
  const inside = new Set(keys);
  const pairs = new Set(edges.map((edge) => `${edge.source} ${edge.target} ${edge.kind}`));
  for (const { source, target, kind } of edges) {
    if (!inside.has(source) || !inside.has(target)) continue;
    // An answer by message does not turn caller and callee around.
    if (kind === "message" && pairs.has(`${target} ${source} call`)) continue;
    graph.setEdge(source, target, { weight: kind === "message" ? 1 : 2 });
  }
  layout(graph);
  const places = new Map<string, Place>();
  let [widthPx, heightPx] = [nodeWidthPx, nodeHeightPx];
  for (const key of keys) {
    const { x = 0, y = 0 } = graph.node(key) as Partial<Place>;
    const place = { x: x - nodeWidthPx / 2, y: y - nodeHeightPx / 2 };
    places.set(key, place);
    widthPx = Math.max(widthPx, place.x + nodeWidthPx);
    heightPx = Math.max(heightPx, place.y + nodeHeightPx);
  }
  return { places, widthPx, heightPx };
}

function connectedParts(nodes: readonly MapNode[], edges: readonly MapEdge[]): string[][] {
  const neighbours = new Map<string, string[]>(nodes.map((node) => [node.key, []]));
  for (const { source, target } of edges) {
    neighbours.get(source)?.push(target);
    neighbours.get(target)?.push(source);
  }
  const seen = new Set<string>();
  return nodes.flatMap(({ key }) => {
    if (seen.has(key)) return [];
    const part: string[] = [];
    const waiting = [key];
    seen.add(key);
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      part.push(at);
      for (const next of neighbours.get(at) ?? []) {
        if (seen.has(next) || !neighbours.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
    return [part];
  });
}
