"use client";
import { usePanelInstant, usePanelRange } from "../data/use-panel-data.ts";
import { type Figure, instantFigures, rangeFigures } from "./figures.ts";
import type { PanelProps } from "./panel-props.ts";

/** Enough for a course the size of a word. */
const points = 60;

export type Figures = {
  figures: Figure[];
  pending: boolean;
  refreshing: boolean;
  fault: Error | null;
  retry(): void;
};

/** One figure a series: the newest value alone is asked for at one instant, anything else over the range. */
export function useFigures(props: PanelProps, withCourse: boolean): Figures {
  const { panel, scope, stretch, inSight } = props;
  const overRange = withCourse || panel.options.reduce !== "last";
  const range = usePanelRange(panel, scope, stretch, { ...props, inSight: inSight && overRange }, points);
  const instant = usePanelInstant(panel, scope, stretch, { ...props, inSight: inSight && !overRange });
  const { pending, refreshing, fault, retry } = overRange ? range : instant;
  const figures = overRange ? rangeFigures(range, panel) : instantFigures(instant);
  return { figures, pending: pending || (figures.length === 0 && !inSight), refreshing, fault, retry };
}
