import type { Price, PriceLookup, PriceTablePage, Unpriced } from "@triops/domains/prices/schemas";
import { read, readPages } from "../../data/reads.ts";
import type { Span } from "../charges/reads.ts";

export const pricePages = (filters: { search?: string }) => readPages<Price>("/prices", { ...filters });
export const priceLookup = (query: { provider?: string; model: string; serviceTier?: string }) =>
  read<PriceLookup>("/prices/lookup", query);
export const baseTablePages = (search: string) =>
  readPages<PriceTablePage["data"][number]>("/prices/table", { search });
export const unpricedModels = ({ fromMs, toMs }: Span) =>
  read<Unpriced>("/prices/unpriced", {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  });
