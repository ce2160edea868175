import type {
  LogDetail,
  LogFacets,
  LogHistogram,
  LogLine,
  LogSurrounding,
  LogTemplates,
} from "@triops/domains/logs/schemas";
import { read, readPages } from "../../data/reads.ts";
import type { TimeSpan } from "../../data/still-span.tsx";

const spanQuery = ({ fromMs, toMs }: TimeSpan) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

export type LogQuestion = { q?: string; columns?: readonly string[]; limit?: number };

/** Lines that fit, newest first. */
export const logPages = ({ q, columns = [], limit = 200 }: LogQuestion, span: TimeSpan) =>
  readPages<LogLine>("/logs", { q, columns: columns.join(","), limit, ...spanQuery(span) });

export const logHistogram = (q: string, span: TimeSpan) =>
  read<LogHistogram>("/logs/histogram", { q, ...spanQuery(span) });
export const logFacets = (q: string, span: TimeSpan) =>
  read<LogFacets>("/logs/facets", { q, ...spanQuery(span) });
export const logTemplates = (q: string, span: TimeSpan) =>
  read<LogTemplates>("/logs/templates", { q, ...spanQuery(span) });
export const logById = (id: string) => read<LogDetail>(`/logs/${id}`);
export const logSurrounding = (id: string, scope: string, lines: number) =>
  read<LogSurrounding>("/logs/surrounding", { id, scope, lines });
