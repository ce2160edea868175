import type { Promotion, PromotionEntry } from "@triops/domains/promotions/schemas";
import { read, readPages } from "../../data/reads.ts";

export type PromotionFilters = { state?: string; modelId?: string; versionId?: string; alias?: string };

export const promotionPages = (filters: PromotionFilters) =>
  readPages<Promotion>("/promotions", { ...filters });
export const promotionById = (id: string) => read<Promotion>(`/promotions/${id}`);
export const promotionTimeline = (id: string) => readPages<PromotionEntry>(`/promotions/${id}/timeline`);
