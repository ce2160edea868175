import type { Dataset } from "@triops/domains/datasets/schemas";
import type {
  AgentGraph,
  ConversationTurn,
  LlmFacets,
  LlmSession,
  LlmSpan,
  LlmTimeline,
  LlmTrace,
  LlmTraceLine,
  LlmUser,
} from "@triops/domains/llm-traces/schemas";
import type { Score, ScoreNames } from "@triops/domains/scores/schemas";
import { read, readPages } from "../../data/reads.ts";
import { quoted } from "./words.ts";

export type LlmQuestion = { q: string; fromMs: number; toMs: number };
export type LlmOrder = "newest" | "cost" | "slowest" | "tokens";
export type GroupOrder = "newest" | "cost" | "calls" | "traces" | "errors" | "tokens";
export type GroupSort = { order: GroupOrder; ascending: boolean };

const inputOf = ({ q, fromMs, toMs }: LlmQuestion) => ({
  q,
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});
const sortOf = ({ order, ascending }: GroupSort) => ({
  order: orderOf(order),
  direction: ascending ? "ascending" : "",
});
/** What the API does unasked is not asked for: the same question has the same address. */
const orderOf = (order: LlmOrder | GroupOrder) => (order === "newest" ? "" : order);

export const llmTracePages = (question: LlmQuestion, order: LlmOrder = "newest") =>
  readPages<LlmTraceLine>("/llm-traces", { ...inputOf(question), order: orderOf(order) });
export const llmTimeline = (question: LlmQuestion) =>
  read<LlmTimeline>("/llm-traces/timeline", inputOf(question));
export const llmFacets = (question: LlmQuestion) => read<LlmFacets>("/llm-traces/facets", inputOf(question));

/** `at`: a time near the trace, so that it need not be looked for by its id. */
export const llmTraceById = (traceId: string, at?: string | null) =>
  read<LlmTrace>(`/llm-traces/${traceId}`, { at });
export const agentGraph = (traceId: string, at?: string | null) =>
  read<AgentGraph>(`/llm-traces/${traceId}/graph`, { at });
export const llmSpanById = (traceId: string, spanId: string, at: string) =>
  read<LlmSpan>(`/llm-traces/${traceId}/spans/${spanId}`, { at });

export const sessionPages = (question: LlmQuestion, sort: GroupSort) =>
  readPages<LlmSession>("/llm-sessions", { ...inputOf(question), ...sortOf(sort) });
/** `at`: a time in the session, so that older ones are found; now without it. */
const sessionRange = (atMs: number) => ({
  from: new Date(floorToHour(atMs) - 30 * 86_400_000).toISOString(),
  to: new Date(floorToHour(atMs) + 86_400_000).toISOString(),
});
const floorToHour = (ms: number) => Math.floor(ms / 3_600_000) * 3_600_000;
export const sessionById = (session: string, atMs: number) =>
  read<LlmSession>(`/llm-sessions/${encodeURIComponent(session)}`, sessionRange(atMs));
export const conversationPages = (session: string, atMs: number) =>
  readPages<ConversationTurn>(
    `/llm-sessions/${encodeURIComponent(session)}/conversation`,
    sessionRange(atMs),
  );
/** The traces of a session as a question to the list. */
export const sessionQuestion = (session: string, atMs: number): LlmQuestion => ({
  q: `session:${quoted(session)}`,
  fromMs: floorToHour(atMs) - 30 * 86_400_000,
  toMs: floorToHour(atMs) + 86_400_000,
});
export const userPages = (question: LlmQuestion, sort: GroupSort) =>
  readPages<LlmUser>("/llm-users", { ...inputOf(question), ...sortOf(sort) });

/** Of a trace or a session. */
export const scorePages = (about: { traceId: string } | { session: string }) =>
  readPages<Score>("/scores", about);
export const scoreNames = () => read<ScoreNames>("/scores/names");
export const datasetPages = () => readPages<Dataset>("/datasets");
