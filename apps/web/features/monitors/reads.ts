import type {
  Condition,
  Monitor,
  PreviewResult,
  Signal,
  WatchedSeries,
} from "@triops/domains/monitors/schemas";
import { read, readPages } from "../../data/reads.ts";

export type MonitorFilters = { kind?: string; search?: string };

export const monitorPages = (filters: MonitorFilters) => readPages<Monitor>("/monitors", { ...filters });
export const monitorById = (id: string) => read<Monitor>(`/monitors/${id}`);
export const monitorSeries = (id: string, state = "") =>
  readPages<WatchedSeries>(`/monitors/${id}/series`, { state });
export const monitorPreview = (signal: Signal, condition: Condition, days: number) =>
  read<PreviewResult>("/monitors/preview", {
    signal: JSON.stringify(signal),
    condition: JSON.stringify(condition),
    days,
  });
