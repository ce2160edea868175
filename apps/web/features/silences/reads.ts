import type { MatchResult } from "@triops/domains/alerts/schemas";
import type { Matcher } from "@triops/domains/silences/rules";
import type { Silence } from "@triops/domains/silences/schemas";
import { read, readPages } from "../../data/reads.ts";

export type SilenceFilters = { state?: string; search?: string };

export const silencePages = (filters: SilenceFilters) => readPages<Silence>("/silences", { ...filters });
export const silenceById = (id: string) => read<Silence>(`/silences/${id}`);
/** Open alerts that these conditions would hold. */
export const matching = (matchers: readonly Matcher[]) =>
  read<MatchResult>("/alerts/match", { matchers: JSON.stringify(matchers) });
