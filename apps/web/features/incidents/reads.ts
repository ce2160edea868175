import type { Alert } from "@triops/domains/alerts/schemas";
import type { Incident, IncidentEntry } from "@triops/domains/incidents/schemas";
import { type Page, read, readPages } from "../../data/reads.ts";

export type IncidentFilters = { state?: string; severity?: string; assigneeId?: string; search?: string };

export const incidentPages = (filters: IncidentFilters) => readPages<Incident>("/incidents", { ...filters });
export const incidentById = (id: string) => read<Incident>(`/incidents/${id}`);
export const timelinePages = (id: string) => readPages<IncidentEntry>(`/incidents/${id}/timeline`);
export const incidentAlerts = (id: string) => read<Page<Alert>>("/alerts", { incidentId: id, limit: 100 });
