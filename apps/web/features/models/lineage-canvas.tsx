"use client";
import { cn } from "@triops/ui/class-names";
import { Link } from "@triops/ui/link";
import { type Edge, Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { useMemo } from "react";
import { boxHeightPx, boxWidthPx, placeBoxes } from "../graphs/place-boxes.ts";
import { arrowHead, StillGraph } from "../graphs/still-graph.tsx";
import { kindIcon, kindLabel, type LineageBox, type LineageLink } from "./lineage-words.ts";

type Drawn = Node<{ box: LineageBox }, "box">;

const nodeTypes = { box: Box };
const fit = { maxZoom: 1, padding: 0.12 } as const;

type LineageCanvasProps = { boxes: readonly LineageBox[]; links: readonly LineageLink[] };

export default function LineageCanvas({ boxes, links }: LineageCanvasProps) {
  const shape =
    boxes.map((box) => box.id).join("\n") + links.map(({ from, to }) => `${from}>${to}`).join("\n");
  const places = useMemo(
    () =>
      placeBoxes(
        boxes.map((box) => box.id),
        links,
      ),
    [shape],
  );
  const nodes: Drawn[] = boxes.map((box) => ({
    id: box.id,
    type: "box",
    position: places.get(box.id) ?? { x: 0, y: 0 },
    data: { box },
  }));
  const edges: Edge[] = links.map(({ from, to, label }) => ({
    id: `${from}>${to}`,
    source: from,
    target: to,
    ...(label ? { label } : {}),
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
      minZoom={0.3}
      aria-label="Lineage"
    />
  );
}

function Box({ data: { box } }: NodeProps<Drawn>) {
  const Icon = kindIcon[box.kind];
  const look = cn(
    "nopan pointer-events-auto flex flex-col justify-center gap-0.5 rounded-card border bg-bg px-2.5 text-left",
    box.here ? "border-2 border-accent" : "border-line-control",
    box.href && "hover:bg-raised",
  );
  const size = { width: boxWidthPx, height: boxHeightPx };
  const inner = (
    <>
      <span className="flex items-center gap-1 text-dense text-ink-3">
        <Icon aria-hidden="true" className="size-3 shrink-0" />
        {kindLabel[box.kind]}
      </span>
      <span className="truncate text-body font-medium text-ink-1">{box.name}</span>
      {box.detail && <span className="truncate text-dense text-ink-3">{box.detail}</span>}
    </>
  );
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="opacity-0" />
      {box.href ? (
        <Link href={box.href} style={size} className={look}>
          {inner}
        </Link>
      ) : (
        <div style={size} className={look}>
          {inner}
        </div>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} className="opacity-0" />
    </>
  );
}
