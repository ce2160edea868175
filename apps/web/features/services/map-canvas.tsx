"use client";
import type { ServiceMap } from "@triops/domains/services/schemas";
import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  type ReactFlowInstance,
} from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import { arrowHead, StillGraph } from "../graphs/still-graph.tsx";
import { type DrawnEdge, drawnEdges, strokePx } from "./map-edges.ts";
import { nodeHeightPx, nodeWidthPx, placeNodes } from "./map-layout.ts";
import { type DrawnNode, MapNodeBox } from "./map-node.tsx";
import { rateText, ratioText } from "./words.ts";

type MapCanvasProps = {
  map: ServiceMap;
  activeKey: string;
  onOpen: (key: string) => void;
};

type Line = Edge<{ edge: DrawnEdge; dimmed: boolean; labelled: boolean }, "line">;

const fit = {
  maxZoom: 1.1,
  padding: { top: "20px", bottom: "36px", left: "24px", right: "64px" },
} as const;
const nodeTypes = { thing: MapNodeBox };
const edgeTypes = { line: MapLine };

/** So many lines keep their words readable; beyond, words stand at failing ones and at the chosen node. */
const labelledMax = 40;

/** Laid out anew only when what is connected changes: figures move, boxes stay. */
export default function MapCanvas({ map, activeKey, onOpen }: MapCanvasProps) {
  const shape =
    map.nodes.map((node) => node.key).join("\n") + map.edges.map((e) => `${e.source}>${e.target}`).join("\n");
  const places = useMemo(() => placeNodes(map.nodes, map.edges), [shape]);
  const frame = useRef<HTMLDivElement>(null);
  const flow = useRef<ReactFlowInstance<DrawnNode, Line> | null>(null);
  const isMoved = useRef(false);
  // A panel that opens takes room away: everything stays in view, unless the reader has chosen what to look at.
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let widthPx = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === widthPx) return;
      widthPx = element.clientWidth;
      if (!isMoved.current) void flow.current?.fitView(fit);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const drawn = drawnEdges(map.edges);
  const touches = (edge: DrawnEdge) => edge.source === activeKey || edge.target === activeKey;
  const nodes: DrawnNode[] = map.nodes.map((node) => ({
    id: node.key,
    type: "thing",
    position: places.get(node.key) ?? { x: 0, y: 0 },
    data: { node, active: node.key === activeKey, onOpen },
  }));
  const edges: Line[] = drawn.map((edge) => ({
    id: edge.id,
    source: edge.source,
    target: edge.target,
    type: "line",
    data: {
      edge,
      dimmed: activeKey !== "" && !touches(edge),
      labelled: activeKey === "" ? drawn.length <= labelledMax || failing(edge) : touches(edge),
    },
    markerEnd: arrowHead(strokeOf(edge)),
  }));
  return (
    <StillGraph
      ref={frame}
      onInit={(instance) => {
        flow.current = instance;
      }}
      // With an event it was the reader who moved it; without one, fitting.
      onMoveStart={(event) => {
        if (event) isMoved.current = true;
      }}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      fitViewOptions={fit}
      aria-label="Map of services"
    />
  );
}

const failing = (edge: DrawnEdge): boolean => (edge.errorRatio ?? 0) >= 0.01;
const strokeOf = (edge: DrawnEdge): string =>
  failing(edge) ? "var(--color-sev2)" : "var(--color-line-control)";

/** A line that leads back swings below the boxes instead of running behind them. */
function backPath({
  sourceX,
  sourceY,
  targetX,
  targetY,
}: Pick<EdgeProps, "sourceX" | "sourceY" | "targetX" | "targetY">): [string, number, number] {
  const [x1, y1] = [sourceX - nodeWidthPx / 2, sourceY + nodeHeightPx / 2];
  const [x2, y2] = [targetX + nodeWidthPx / 2, targetY + nodeHeightPx / 2];
  const lowY = Math.max(y1, y2) + 28;
  return [`M${x1},${y1} C${x1},${lowY} ${x2},${lowY} ${x2},${y2}`, (x1 + x2) / 2, (y1 + y2 + 6 * lowY) / 8];
}

function MapLine({ data, markerEnd, ...place }: EdgeProps<Line>) {
  const [path, x, y] = place.targetX < place.sourceX ? backPath(place) : getBezierPath(place);
  if (!data) return null;
  const { edge, dimmed, labelled } = data;
  const bad = failing(edge);
  return (
    <>
      <BaseEdge
        path={path}
        {...(markerEnd === undefined ? {} : { markerEnd })}
        style={{
          stroke: strokeOf(edge),
          strokeWidth: strokePx(edge.requestsPerSecond),
          strokeDasharray: edge.kind === "message" || edge.kind === "queue" ? "6 4" : undefined,
          opacity: dimmed ? 0.25 : 1,
        }}
      />
      {labelled && (
        <EdgeLabelRenderer>
          <span
            data-edge-label
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            className="pointer-events-none absolute rounded-control bg-bg px-1 text-axis text-ink-2 tabular-nums"
          >
            {bad && <span aria-hidden="true">▲ </span>}
            {rateText(edge.requestsPerSecond)}
            {bad && ` · ${ratioText(edge.errorRatio)} err`}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
