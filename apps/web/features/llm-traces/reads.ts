import type { Dataset } from "@triops/domains/datasets/schemas";
import type {
  AgentGraph,
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

export type LlmQuestion = { q: string; fromMs: number; toMs: number };
export type LlmOrder = "newest" | "cost" | "slowest" | "tokens";
export type GroupOrder = "newest" | "cost" | "calls";

const inputOf = ({ q, fromMs, toMs }: LlmQuestion) => ({
  q,
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
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

export const sessionPages = (question: LlmQuestion, order: GroupOrder = "newest") =>
  readPages<LlmSession>("/llm-sessions", { ...inputOf(question), order: orderOf(order) });
export const userPages = (question: LlmQuestion, order: GroupOrder = "newest") =>
  readPages<LlmUser>("/llm-users", { ...inputOf(question), order: orderOf(order) });

export const scorePages = (traceId: string) => readPages<Score>("/scores", { traceId });
export const scoreNames = () => read<ScoreNames>("/scores/names");
export const datasetPages = () => readPages<Dataset>("/datasets");
