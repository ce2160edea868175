import type { Monitor } from "@triops/domains/monitors/schemas";
import { read, readPages } from "../../data/reads.ts";

export type MonitorFilters = { kind?: string; search?: string };

export const monitorPages = (filters: MonitorFilters) => readPages<Monitor>("/monitors", { ...filters });
export const monitorById = (id: string) => read<Monitor>(`/monitors/${id}`);
