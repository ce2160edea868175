"use client";
import type { Place, Section } from "@triops/domains/dashboards/schemas";
import { cn } from "@triops/ui/class-names";
import type { ReactNode } from "react";
import { GridLayout, type Layout, useContainerWidth } from "react-grid-layout";
import "react-grid-layout/css/styles.css";
import { gapPx, rowPx } from "../data/layout.ts";

const gridConfig = {
  cols: 24,
  rowHeight: rowPx,
  margin: [gapPx, gapPx] as const,
  containerPadding: [0, 0] as const,
};
/** Narrower than this panels cannot be taken hold of: a phone scrolls the grid sideways. */
const leastPx = 720;

const dragConfig = { handle: "[data-drag-handle]", threshold: 3 };
const resizeConfig = { handles: ["se" as const] };

/** The library's own looks in our colours: where a panel will lie, and the corner that sizes it. */
const gridLook =
  "[&_.react-grid-placeholder]:rounded-card! [&_.react-grid-placeholder]:bg-accent! [&_.react-resizable-handle]:size-6! [&_.react-resizable-handle]:opacity-100! [&_.react-resizable-handle]:after:size-2! [&_.react-resizable-handle]:after:border-ink-3!";

type EditGridProps = {
  section: Section;
  onPlaces(places: ReadonlyMap<string, Place>): void;
  children(panelId: string): ReactNode;
};

/** The panels of a section, dragged by their handle and sized at their corner. Keys do the same (panel-handle.tsx). */
export function EditGrid({ section, onPlaces, children }: EditGridProps) {
  const { width, containerRef, mounted } = useContainerWidth();
  const layout = section.panels.map(({ id, place }) => ({ i: id, ...place, minW: 2, minH: 2 }));
  const settle = (next: Layout) => onPlaces(new Map(next.map(({ i, x, y, w, h }) => [i, { x, y, w, h }])));
  return (
    <div ref={containerRef} className={cn("overflow-x-auto overscroll-x-contain", gridLook)}>
      {mounted && (
        <GridLayout
          width={Math.max(width, leastPx)}
          layout={layout}
          gridConfig={gridConfig}
          dragConfig={dragConfig}
          resizeConfig={resizeConfig}
          onDragStop={settle}
          onResizeStop={settle}
          style={{ minWidth: leastPx }}
        >
          {section.panels.map((panel) => (
            <div key={panel.id}>{children(panel.id)}</div>
          ))}
        </GridLayout>
      )}
    </div>
  );
}
