"use client";
import { useQuery } from "@tanstack/react-query";
import { EmptyNever } from "@triops/ui/data-states";
import { SkeletonRows } from "@triops/ui/skeleton";
import { lazy, Suspense } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { agentGraph } from "./reads.ts";

const GraphCanvas = lazy(() => import("./graph-canvas.tsx"));

/** Who called whom in a trace: agents, tools and models, each once. */
export function GraphView({ traceId, at }: { traceId: string; at: string }) {
  const query = useQuery(agentGraph(traceId, at));
  const loading = <SkeletonRows label="Loading the graph" />;
  if (!query.data) return errorOf(query.error, () => void query.refetch()) ?? loading;
  if (query.data.nodes.length === 0)
    return (
      <EmptyNever title="No agents, tools or models in this trace">
        Spans that name an agent, a tool or a model make this graph.
      </EmptyNever>
    );
  return (
    <div className="h-120 min-w-0 overflow-hidden rounded-card border border-line-subtle">
      <Suspense fallback={loading}>
        <GraphCanvas graph={query.data} />
      </Suspense>
    </div>
  );
}
