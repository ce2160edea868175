import type { Alert, AlertChange, AlertGroup, Summary } from "@triops/domains/alerts/schemas";
import { read, readPages } from "../../data/reads.ts";

export type AlertFilters = {
  state?: string;
  silenced?: string;
  severity?: string;
  source?: string;
  service?: string;
  monitorId?: string;
  fingerprint?: string;
  search?: string;
  /** JSON. */
  matchers?: string;
};

export const alertPages = (filters: AlertFilters) => readPages<Alert>("/alerts", { ...filters });
export const alertById = (id: string) => read<Alert>(`/alerts/${id}`);
export const alertHistory = (id: string) => readPages<AlertChange>(`/alerts/${id}/history`);
export const alertSummary = read<Summary>("/alerts/summary");
export const alertGroups = (by: string, silenced?: string) =>
  read<{ data: AlertGroup[]; more: boolean }>("/alerts/groups", { by, silenced });
/** Every run of one alert, the newest first. */
export const alertRuns = (fingerprint: string) => readPages<Alert>("/alerts", { fingerprint, limit: 20 });
