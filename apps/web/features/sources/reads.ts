import type { Arrivals, DeadLetter, SourceList, SourceUsage } from "@triops/domains/sources/schemas";
import { read, readPages } from "../../data/reads.ts";

type Span = { fromMs: number; toMs: number };

const spanQuery = ({ fromMs, toMs }: Span) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

export const sourceList = (span: Span) => read<SourceList>("/sources", spanQuery(span));
export const sourceUsage = () => read<SourceUsage>("/sources/usage");
export const sourceArrivals = () => read<Arrivals>("/sources/arrivals");

export type RefusedFilters = {
  signal?: string;
  source?: string;
  reason?: string;
  from?: string;
  to?: string;
};

export const refusedPages = (filters: RefusedFilters) =>
  readPages<DeadLetter>("/sources/dead-letters", { ...filters });
