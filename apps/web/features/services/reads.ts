import type { Alert } from "@triops/domains/alerts/schemas";
import type {
  Dependencies,
  Operation,
  ServiceMap,
  ServiceSignals,
  ServiceWithHealth,
  Summary,
} from "@triops/domains/services/schemas";
import { type Page, read, readPages } from "../../data/reads.ts";

export type Span = { fromMs: number; toMs: number };

const spanQuery = ({ fromMs, toMs }: Span) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

export type ServiceFilters = { search?: string; state?: string; tier?: string; archived?: string };

/** What the list opens with. */
export const plainFilters: ServiceFilters = { search: "", tier: "", state: "", archived: "" };

export const servicePages = (filters: ServiceFilters, span: Span) =>
  readPages<ServiceWithHealth>("/services", { ...filters, limit: 100, ...spanQuery(span) });
export const serviceSummary = (span: Span) => read<Summary>("/services/summary", spanQuery(span));
export const serviceMap = (span: Span, focus = "") =>
  read<ServiceMap>("/services/map", { focus, ...spanQuery(span) });
export const serviceById = (id: string, span: Span) =>
  read<ServiceWithHealth>(`/services/${id}`, spanQuery(span));
export const serviceSignals = (id: string, span: Span, operation = "") =>
  read<ServiceSignals>(`/services/${id}/signals`, { operation, ...spanQuery(span) });
export const serviceOperations = (id: string, span: Span) =>
  read<{ data: Operation[] }>(`/services/${id}/operations`, spanQuery(span));
export const serviceDependencies = (id: string, span: Span) =>
  read<Dependencies>(`/services/${id}/dependencies`, spanQuery(span));
/** Open ones, and those that ended lately. */
export const serviceAlerts = (name: string, state = "") =>
  read<Page<Alert>>("/alerts", { service: name, state, limit: 50 });
