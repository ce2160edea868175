"use client";
import type { NodeKind } from "@triops/domains/services/rules";
import type { MapNode } from "@triops/domains/services/schemas";
import { cn } from "@triops/ui/class-names";
import { SeverityMark } from "@triops/ui/severity-mark";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { Boxes, Database, Globe, type LucideIcon, Mails } from "lucide-react";
import { nodeHeightPx, nodeWidthPx } from "./map-layout.ts";
import { kindLabel, msText, rateText, ratioText, stateLabel, stateLevel } from "./words.ts";

export const kindIcon: Record<NodeKind, LucideIcon> = {
  service: Boxes,
  database: Database,
  queue: Mails,
  external: Globe,
};

export type DrawnNode = Node<{ node: MapNode; active: boolean; onOpen: (key: string) => void }, "thing">;

/** A thing on the map: what it is, how it does, how much it takes. */
export function MapNodeBox({ data: { node, active, onOpen } }: NodeProps<DrawnNode>) {
  const Icon = kindIcon[node.kind];
  const unwell = node.state === "failing" || node.state === "degraded";
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="opacity-0" />
      <button
        type="button"
        onClick={() => onOpen(node.key)}
        style={{ width: nodeWidthPx, height: nodeHeightPx }}
        className={cn(
          "nopan pointer-events-auto flex flex-col justify-center gap-1 rounded-card border bg-bg px-2.5 text-left hover:bg-raised",
          node.kind === "service" ? "border-line-control" : "border-line-control border-dashed",
          node.state === "failing" && "border-2 border-sev1",
          active && "outline-2 outline-accent",
        )}
      >
        <span className="flex min-w-0 items-center gap-1.5 text-body font-medium text-ink-1">
          {unwell ? (
            <span aria-hidden="true" className="inline-flex">
              <SeverityMark level={stateLevel[node.state]} />
            </span>
          ) : (
            <Icon aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
          )}
          <span className="truncate">
            <span className="sr-only">{kindLabel[node.kind]} </span>
            {node.name}
            <span className="sr-only">, {stateLabel[node.state]}, </span>
          </span>
        </span>
        <span className="flex gap-2 truncate text-dense text-ink-3 tabular-nums">
          <span>{rateText(node.requestsPerSecond)}</span>
          <span className={cn((node.errorRatio ?? 0) > 0 && "text-sev2-text")}>
            {ratioText(node.errorRatio)} err
          </span>
          <span>
            <span className="sr-only">p95 </span>
            {msText(node.p95Ms)}
          </span>
        </span>
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} className="opacity-0" />
    </>
  );
}
