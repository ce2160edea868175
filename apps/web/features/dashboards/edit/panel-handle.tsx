"use client";
import type { Panel } from "@triops/domains/dashboards/schemas";
import { GripVertical } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { movePanel } from "./changes.ts";
import type { DraftControl } from "./use-draft.ts";

const steps: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Drags with a pointer; with keys, arrows move and Shift with arrows resizes, saying where the panel is. */
export function PanelHandle({ panel, control, name }: { panel: Panel; control: DraftControl; name: string }) {
  const [said, setSaid] = useState("");
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const { x, y, w, h } = panel.place;
    const to = event.shiftKey ? { w: w + step[0], h: h + step[1] } : { x: x + step[0], y: y + step[1] };
    const model = movePanel(control.draft.model, panel.id, to);
    control.change(model, `place-${panel.id}`);
    const place = model.sections.flatMap((one) => one.panels).find((one) => one.id === panel.id)?.place;
    if (place) setSaid(`Column ${place.x + 1}, row ${place.y + 1}, ${place.w} wide, ${place.h} high`);
  };
  return (
    <>
      <button
        type="button"
        data-drag-handle=""
        aria-label={`Move ${name}`}
        title="Drag, or use arrow keys; with Shift they resize"
        onKeyDown={onKeyDown}
        className="flex h-7 w-6 shrink-0 cursor-grab items-center justify-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink-1 active:cursor-grabbing"
      >
        <GripVertical aria-hidden="true" className="size-4" />
      </button>
      <span aria-live="polite" className="sr-only">
        {said}
      </span>
    </>
  );
}
