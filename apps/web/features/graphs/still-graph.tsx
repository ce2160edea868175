"use client";
import "@xyflow/react/dist/base.css";
import { Controls, type Edge, MarkerType, type Node, ReactFlow, type ReactFlowProps } from "@xyflow/react";
import type { Ref } from "react";

/** The head of a line from one box to another. */
export const arrowHead = (color = "var(--color-line-control)") =>
  ({ type: MarkerType.ArrowClosed, color, width: 14, height: 14, markerUnits: "userSpaceOnUse" }) as const;

/** Boxes and lines to look at and move around in, not to rearrange: the page scrolls over it, its buttons zoom. */
export function StillGraph<N extends Node, E extends Edge>(
  props: ReactFlowProps<N, E> & { "aria-label": string; ref?: Ref<HTMLDivElement> },
) {
  return (
    <ReactFlow<N, E>
      fitView
      minZoom={0.15}
      maxZoom={1.5}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      zoomOnScroll={false}
      preventScrolling={false}
      proOptions={{ hideAttribution: true }}
      {...props}
    >
      <Controls
        showInteractive={false}
        position="top-right"
        className="overflow-hidden rounded-control border border-line-control bg-bg [&_button:hover]:bg-raised [&_button]:flex [&_button]:size-7 [&_button]:items-center [&_button]:justify-center [&_svg]:size-3 [&_svg]:fill-current"
      />
    </ReactFlow>
  );
}
