import type {
  Dashboard,
  DashboardSummary,
  DashboardVersion,
  Facets,
  Starter,
  StarterSummary,
  VersionWithModel,
} from "@triops/domains/dashboards/schemas";
import { read, readPages } from "../../data/reads.ts";

export type DashboardFilters = { search?: string; tag?: string; folder?: string; starred?: boolean };

export const dashboardPages = ({ starred, ...filters }: DashboardFilters) =>
  readPages<DashboardSummary>("/dashboards", { ...filters, ...(starred ? { starred: "true" } : {}) });
export const dashboardById = (id: string) => read<Dashboard>(`/dashboards/${id}`);
export const dashboardFacets = () => read<Facets>("/dashboards/facets");
export const dashboardStarters = () => read<{ data: StarterSummary[] }>("/dashboards/starters");
export const dashboardStarter = (key: string) => read<Starter>("/dashboards/starter", { key });
export const dashboardVersions = (id: string) => readPages<DashboardVersion>(`/dashboards/${id}/versions`);
export const dashboardVersion = (id: string, version: number) =>
  read<VersionWithModel>(`/dashboards/${id}/versions/${version}`);
