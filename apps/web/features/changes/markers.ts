"use client";
import { useQuery } from "@tanstack/react-query";
import { kindLabel } from "@triops/domains/changes/rules";
import type { Markers } from "@triops/domains/changes/schemas";
import type { ChartMarker } from "@triops/ui/chart-types";
import { useMemo } from "react";
import { paths } from "../../shell/paths.ts";
import { changeMarkers } from "./reads.ts";

type Stretch = {
  /** Epoch milliseconds. */
  from: number;
  to: number;
  /** Only changes of this service and those that concern none in particular. */
  service?: string | undefined;
};

const none: ChartMarker[] = [];

/** What was altered in a stretch of time, for the `markers` of a chart. Empty until it is known. */
export function useChangeMarkers({ from, to, service }: Stretch): ChartMarker[] {
  const query = useQuery(changeMarkers(from, to, service));
  return useMemo(() => (query.data ? toMarkers(query.data) : none), [query.data]);
}

export function toMarkers({ data, total }: Markers): ChartMarker[] {
  const markers = data.map(({ id, title, at, kind, service, actor }) => ({
    id,
    atMs: Date.parse(at),
    label: title,
    detail: [kindLabel(kind), service, actor && `by ${actor}`].filter(Boolean).join(" · "),
    href: paths.changes({ change: id }),
  }));
  const oldest = markers.at(-1);
  const left = total - markers.length;
  if (!oldest || left <= 0) return markers;
  const label = `${left} earlier ${left === 1 ? "change is" : "changes are"} not marked`;
  return [...markers, { id: "earlier", atMs: oldest.atMs - 1, label, href: paths.changes() }];
}
