import type { Change, ChangeFacets, Markers } from "@triops/domains/changes/schemas";
import { read, readPages } from "../../data/reads.ts";

export type ChangeFilters = {
  kind?: string;
  service?: string;
  actor?: string;
  source?: string;
  search?: string;
  from?: string;
  to?: string;
};

export const changePages = (filters: ChangeFilters) => readPages<Change>("/changes", { ...filters });
export const changeById = (id: string) => read<Change>(`/changes/${id}`);
export const changeFacets = () => read<ChangeFacets>("/changes/facets");

const minuteMs = 60_000;

/** Widened to whole minutes: while a live chart moves on, its markers keep their key. */
export const changeMarkers = (fromMs: number, toMs: number, service = "") =>
  read<Markers>("/changes/markers", {
    service,
    from: new Date(Math.floor(fromMs / minuteMs) * minuteMs).toISOString(),
    to: new Date(Math.ceil(toMs / minuteMs) * minuteMs).toISOString(),
  });
