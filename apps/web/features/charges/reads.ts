import type { ChargeDimension } from "@triops/domains/charges/rules";
import type { ChargeSums, ChargesOverTime, Repricing } from "@triops/domains/charges/schemas";
import { type Page, read } from "../../data/reads.ts";

export type Span = { fromMs: number; toMs: number };
/** Only calls with these values. */
export type ChargeFilter = Partial<Record<ChargeDimension, string>>;

const spanQuery = ({ fromMs, toMs }: Span) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

export const chargeSums = (by: readonly ChargeDimension[], filter: ChargeFilter, span: Span, limit = 50) =>
  read<ChargeSums>("/charges", { ...filter, ...spanQuery(span), by: by.join(","), limit });
export const chargesOverTime = (by: ChargeDimension, filter: ChargeFilter, span: Span) =>
  read<ChargesOverTime>("/charges/over-time", { ...filter, ...spanQuery(span), by });

export const repricings = () => read<Page<Repricing>>("/charges/repricings", { limit: 5 });
