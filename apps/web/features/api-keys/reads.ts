import type { ApiKey } from "@triops/domains/api-keys/schemas";
import { readPages } from "../../data/reads.ts";

export const apiKeyPages = (state: string) => readPages<ApiKey>("/api-keys", { state });
