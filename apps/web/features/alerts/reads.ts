import type { Alert, AlertChange } from "@triops/domains/alerts/schemas";
import { read, readPages } from "../../data/reads.ts";

export type AlertFilters = { state?: string; severity?: string; monitorId?: string; search?: string };

export const alertPages = (filters: AlertFilters) => readPages<Alert>("/alerts", { ...filters });
export const alertById = (id: string) => read<Alert>(`/alerts/${id}`);
export const alertHistory = (id: string) => readPages<AlertChange>(`/alerts/${id}/history`);
