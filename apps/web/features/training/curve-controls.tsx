"use client";
import { Segmented } from "@triops/ui/segmented";
import { parseAsFloat, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useDeferredValue, useState } from "react";
import { type CurveAxis, curveAxes } from "./curve-points.ts";

const axisOptions = [
  { value: "step" as const, label: "Step" },
  { value: "time" as const, label: "Time" },
  { value: "relative" as const, label: "Since start" },
];
const weightMax = 0.99;

export type CurveLook = { axis: CurveAxis; weight: number };

const parsers = {
  axis: parseAsStringLiteral(curveAxes).withDefault("step"),
  smooth: parseAsFloat.withDefault(0),
};

/** How curves are drawn, in the address; the slider moves at once, charts and address follow. */
export function useCurveLook() {
  const [{ axis, smooth }, set] = useQueryStates(parsers);
  const [dragged, setDragged] = useState<number | null>(null);
  const weight = Math.min(weightMax, Math.max(0, dragged ?? smooth));
  const look: CurveLook = { axis, weight: useDeferredValue(weight) };
  return {
    look,
    weight,
    setAxis: (next: CurveAxis) => void set({ axis: next }),
    setWeight: (next: number) => {
      setDragged(next);
      void set({ smooth: next }, { throttleMs: 400 });
    },
  };
}

type CurveControlsProps = ReturnType<typeof useCurveLook>;

export function CurveControls({ look, weight, setAxis, setWeight }: CurveControlsProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Segmented label="Across" options={axisOptions} value={look.axis} onValueChange={setAxis} />
      <label className="flex items-center gap-2 text-body text-ink-2">
        Smoothing
        <input
          type="range"
          min={0}
          max={weightMax}
          step={0.01}
          value={weight}
          onChange={(event) => setWeight(Number(event.target.value))}
          className="h-6 w-36 accent-accent"
        />
        <span className="w-8 text-ink-1 tabular-nums">{weight.toFixed(2)}</span>
      </label>
    </div>
  );
}
