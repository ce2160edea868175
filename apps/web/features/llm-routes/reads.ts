import type { LlmRoute, RouteBreakers } from "@triops/domains/llm-routes/schemas";
import { read, readPages } from "../../data/reads.ts";

export const routePages = (filters: { search?: string; providerId?: string }) =>
  readPages<LlmRoute>("/routes", { ...filters });
export const routeById = (id: string) => read<LlmRoute>(`/routes/${id}`);
export const routeBreakers = (id: string) => read<RouteBreakers>(`/routes/${id}/breakers`);
