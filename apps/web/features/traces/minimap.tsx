"use client";
import { formatDuration } from "@triops/ui/units";
import { type PointerEvent, useMemo, useRef, useState } from "react";
import { minimapPaths } from "./minimap-paths.ts";
import type { TraceModel } from "./trace-model.ts";

/** A stretch of the trace, microseconds from its start. */
export type LaneView = { fromUs: number; toUs: number };

type MinimapProps = {
  model: TraceModel;
  visible: Int32Array;
  /** Rows on screen, as shares of all rows. */
  seenFrom: number;
  seenTo: number;
  view: LaneView;
  onViewChange: (view: LaneView) => void;
  onJump: (share: number) => void;
};

const heightPx = 56;
/** Below this share of the width a drag was a click. */
const dragMin = 0.01;

/** The whole trace at a glance. A click goes there, dragging sideways shows that stretch of time. */
export function Minimap({ model, visible, seenFrom, seenTo, view, onViewChange, onJump }: MinimapProps) {
  const paths = useMemo(() => minimapPaths(model, visible), [model, visible]);
  const start = useRef<number | null>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const share = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const of = (at: number, size: number) => Math.min(1, Math.max(0, at / Math.max(1, size)));
    return { x: of(event.clientX - box.left, box.width), y: of(event.clientY - box.top, box.height) };
  };
  const left = view.fromUs / model.durationUs;
  const right = view.toUs / model.durationUs;
  const percent = (part: number) => `${part * 100}%`;
  return (
    // The waterfall below has all of it by keyboard; this is a shortcut for the pointer.
    <div
      aria-hidden="true"
      className="relative cursor-crosshair touch-pan-y overflow-hidden rounded-card border border-line-subtle bg-raised"
      style={{ height: heightPx }}
      title={`Whole trace: ${formatDuration(model.durationUs / 1_000)}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = share(event).x;
      }}
      onPointerMove={(event) => {
        if (start.current === null) return;
        const { x } = share(event);
        setDrag(Math.abs(x - start.current) < dragMin ? null : { from: start.current, to: x });
      }}
      onPointerUp={(event) => {
        if (start.current === null) return;
        const { x, y } = share(event);
        const from = Math.min(start.current, x);
        const to = Math.max(start.current, x);
        start.current = null;
        setDrag(null);
        if (to - from < dragMin) onJump(y);
        else onViewChange({ fromUs: from * model.durationUs, toUs: to * model.durationUs });
      }}
    >
      <svg
        viewBox={`0 0 ${paths.columns} ${paths.rows}`}
        preserveAspectRatio="none"
        className="block size-full"
        aria-hidden="true"
      >
        <path d={paths.spans} fill="var(--color-series-1)" opacity={0.75} />
        <path d={paths.errors} fill="var(--color-sev2)" />
      </svg>
      {seenTo - seenFrom < 1 && (
        <span
          className="absolute inset-x-0 border-accent border-y bg-accent/10"
          style={{ top: percent(seenFrom), height: `max(3px, ${percent(Math.max(0, seenTo - seenFrom))})` }}
        />
      )}
      {(left > 0 || right < 1) && (
        <>
          <span className="absolute inset-y-0 left-0 bg-bg/70" style={{ width: percent(left) }} />
          <span className="absolute inset-y-0 right-0 bg-bg/70" style={{ width: percent(1 - right) }} />
        </>
      )}
      {drag && (
        <span
          className="absolute inset-y-0 border-accent border-x bg-accent/20"
          style={{
            left: percent(Math.min(drag.from, drag.to)),
            width: percent(Math.abs(drag.to - drag.from)),
          }}
        />
      )}
    </div>
  );
}
