import type { OfferedModels, Provider, ProviderHealth } from "@triops/domains/llm-providers/schemas";
import { read, readPages } from "../../data/reads.ts";

export const providerPages = (filters: { search?: string }) =>
  readPages<Provider>("/providers", { ...filters });
export const providerById = (id: string) => read<Provider>(`/providers/${id}`);
/** What it offers now, asked of the provider itself. */
export const providerModels = (id: string) => read<OfferedModels>(`/providers/${id}/models`);
export const providerHealth = (ids: readonly string[]) =>
  read<ProviderHealth>("/providers/health", { ids: ids.join(",") });
