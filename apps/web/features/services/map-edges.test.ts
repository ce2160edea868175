import type { MapEdge, MapNode } from "@triops/domains/services/schemas";
import { describe, expect, it } from "vitest";
import { drawnEdges, rowsOf, strokePx } from "./map-edges.ts";
import { nodeHeightPx, nodeWidthPx, placeNodes } from "./map-layout.ts";

const node = (key: string) => ({ key, name: key }) as MapNode;
const edge = (source: string, target: string, requests = 1, kind = "call") =>
  ({ source, target, requests, kind, via: "" }) as MapEdge;

describe("the map", () => {
  it("joins two nodes by one line with the figures of the busiest kind", () => {
    const drawn = drawnEdges([edge("a", "b", 1), edge("a", "b", 9, "message"), edge("b", "a")]);
    expect(drawn.map(({ id, kind, count }) => [id, kind, count])).toEqual([
      ["a b", "message", 2],
      ["b a", "call", 1],
    ]);
  });
  it("lists the busiest connection first and leaves out what has no end", () => {
    const rows = rowsOf([node("a"), node("b")], [edge("a", "b", 1), edge("b", "a", 5), edge("a", "gone")]);
    expect(rows.map((row) => row.key)).toEqual(["b a call ", "a b call "]);
  });
  it("places sixty services without overlaps, loops included", () => {
    const nodes = Array.from({ length: 60 }, (_, i) => node(`s${i}`));
    const edges = nodes.flatMap((_, i) => [
      edge(`s${i}`, `s${(i * 7 + 3) % 60}`),
      edge(`s${i}`, `s${(i + 1) % 60}`),
    ]);
    const placed = [...placeNodes(nodes, edges).values()];
    expect(placed).toHaveLength(60);
    for (const [i, a] of placed.entries()) {
      for (const b of placed.slice(i + 1)) {
        expect(Math.abs(a.x - b.x) >= nodeWidthPx || Math.abs(a.y - b.y) >= nodeHeightPx).toBe(true);
      }
    }
  });
  it("places a caller left of what it calls, though messages come back", () => {
    const placed = placeNodes(
      [node("pay"), node("shop")],
      [edge("pay", "shop", 9, "message"), edge("shop", "pay")],
    );
    expect(placed.get("shop")?.x).toBeLessThan(placed.get("pay")?.x ?? 0);
  });
  it("puts what is not connected side by side", () => {
    const placed = placeNodes(["a", "b", "c", "d"].map(node), [edge("a", "b")]);
    expect(placed.size).toBe(4);
    expect(placed.get("c")?.x).not.toBe(placed.get("d")?.x);
  });
  it("draws a thousand times the rate at most four times as thick", () => {
    expect(strokePx(0)).toBe(1);
    expect(strokePx(10_000)).toBe(4);
  });
});
