"use client";
import type { AgentGraph } from "@triops/domains/llm-traces/schemas";
import { cn } from "@triops/ui/class-names";
import { formatCount, formatDuration, formatUsd } from "@triops/ui/units";
import { type Edge, Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { Bot, CirclePlay, Cpu, FileSearch, ListTree, type LucideIcon, Wrench } from "lucide-react";
import { useMemo } from "react";
import { boxHeightPx, boxWidthPx, placeBoxes } from "../graphs/place-boxes.ts";
import { arrowHead, StillGraph } from "../graphs/still-graph.tsx";

type GraphNode = AgentGraph["nodes"][number];
type Drawn = Node<{ node: GraphNode }, "box">;

const icons: Record<GraphNode["kind"], LucideIcon> = {
  start: CirclePlay,
  agent: Bot,
  tool: Wrench,
  model: Cpu,
  retriever: FileSearch,
  step: ListTree,
};
const nodeTypes = { box: Box };
const fit = { maxZoom: 1, padding: 0.12 } as const;

export default function GraphCanvas({ graph }: { graph: AgentGraph }) {
  const places = useMemo(
    () =>
      placeBoxes(
        graph.nodes.map(({ id }) => id),
        graph.edges,
      ),
    [graph],
  );
  const nodes: Drawn[] = graph.nodes.map((node) => ({
    id: node.id,
    type: "box",
    position: places.get(node.id) ?? { x: 0, y: 0 },
    data: { node },
  }));
  const edges: Edge[] = graph.edges.map(({ from, to, count }) => ({
    id: `${from}>${to}`,
    source: from,
    target: to,
    ...(count > 1 ? { label: `${formatCount(count)} ×` } : {}),
    labelStyle: { fill: "var(--color-ink-2)", fontSize: 11 },
    labelBgStyle: { fill: "var(--color-raised)" },
    style: { stroke: "var(--color-line-control)" },
    markerEnd: arrowHead(),
  }));
  return (
    <StillGraph
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      fitViewOptions={fit}
      aria-label="Agent graph"
    />
  );
}

function Box({ data: { node } }: NodeProps<Drawn>) {
  const Icon = icons[node.kind];
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="opacity-0" />
      <div
        style={{ width: boxWidthPx, height: boxHeightPx }}
        className={cn(
          "flex flex-col justify-center gap-1 rounded-card border border-line-control bg-bg px-2.5",
          node.errors > 0 && "border-sev2",
        )}
      >
        <span className="flex min-w-0 items-center gap-1.5 text-body font-medium text-ink-1">
          <Icon aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
          <span className="truncate" title={node.name}>
            <span className="sr-only">{node.kind} </span>
            {node.name || "unnamed"}
          </span>
        </span>
        {node.kind !== "start" && (
          <span className="flex gap-2 truncate text-dense text-ink-3 tabular-nums">
            <span>{formatCount(node.count)} ×</span>
            <span>{formatDuration(node.durationMs)}</span>
            {node.costUsd !== null && <span>{formatUsd(Number(node.costUsd))}</span>}
            {node.errors > 0 && <span className="text-sev2-text">{formatCount(node.errors)} failed</span>}
          </span>
        )}
      </div>
      <Handle type="source" position={Position.Right} isConnectable={false} className="opacity-0" />
    </>
  );
}
