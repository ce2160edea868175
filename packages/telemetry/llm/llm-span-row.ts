import type { RowWriter } from "../client/row-binary.ts";

export const llmSpansTable = "llm_spans";
export const llmSpanColumns = [
  "workspace_id",
  "time",
  "duration_ns",
  "trace_id",
  "span_id",
  "parent_span_id",
  "source",
  "dialect",
  "kind",
  "name",
  "trace_name",
  "service",
  "environment",
  "release",
  "route",
  "provider",
  "model",
  "response_model",
  "response_id",
  "operation",
  "status",
  "status_message",
  "error_type",
  "finish_reasons",
  "stream",
  "first_token_ns",
  "user",
  "session",
  "tags",
  "metadata_names",
  "metadata_values",
  "prompt_id",
  "prompt_name",
  "prompt_version",
  "prompt_label",
  "key_id",
  "virtual_key",
  "team",
  "cache",
  "usage_names",
  "usage_values",
  "input_tokens",
  "output_tokens",
  "cost",
  "cost_names",
  "cost_values",
  "stated_cost",
  "unpriced",
  "estimated",
  "flags",
  "counts",
  "findings",
  "input_preview",
  "output_preview",
  "input_text",
  "output_text",
  "agent_name",
  "tool_names",
  "revision",
  "retention_days",
  "received_at",
] as const;

export const llmSpanKinds = [
  "generation",
  "embedding",
  "agent",
  "tool",
  "retriever",
  "reranker",
  "chain",
  "guardrail",
  "evaluator",
  "span",
] as const;
export type LlmSpanKind = (typeof llmSpanKinds)[number];
export const llmSources = ["gateway", "otlp", "langfuse"] as const;
export type LlmSource = (typeof llmSources)[number];
/** Whose names of attributes were read. */
export const llmDialects = ["gen_ai", "openinference", "openllmetry", "ai_sdk", "langfuse"] as const;
export type LlmDialect = (typeof llmDialects)[number];

/** Characters of a text; the rest stays with the span. */
export const previewCharsMax = 200;
export const searchedCharsMax = 16_000;

/** A model call, or work around one. Texts that are not known are empty. */
export type LlmSpanRow = {
  /** Nanoseconds since the epoch. */
  startNs: bigint;
  durationNs: bigint;
  /** Lower-case hex: 32, 16 and 16 (or no) characters. */
  traceId: string;
  spanId: string;
  parentSpanId: string;
  source: LlmSource;
  dialect: LlmDialect;
  kind: LlmSpanKind;
  name: string;
  traceName: string;
  service: string;
  environment: string;
  release: string;
  /** Of our gateway: the public name of the model. */
  route: string;
  provider: string;
  /** As asked for. */
  model: string;
  responseModel: string;
  responseId: string;
  operation: string;
  status: "unset" | "ok" | "error";
  statusMessage: string;
  errorType: string;
  finishReasons: readonly string[];
  stream: boolean;
  /** From the start; null when it is not known. */
  firstTokenNs: bigint | null;
  user: string;
  session: string;
  tags: readonly string[];
  metadata: readonly (readonly [name: string, value: string])[];
  prompt: { id: string; name: string; version: number; label: string } | null;
  /** Ids. Of an SDK's span: the key it was sent with, and none of the other two. */
  keyId: string;
  virtualKey: string;
  team: string;
  cache: "" | "hit" | "miss" | "off";
  /** By bucket of packages/analysis/pricing. */
  usage: readonly (readonly [bucket: string, quantity: number])[];
  /** Sums of the buckets of tokens: `inputTokensOf` and `outputTokensOf`. */
  inputTokens: number;
  outputTokens: number;
  /** Picodollars (1e-12 USD); null when the price is not known. */
  cost: bigint | null;
  costs: readonly (readonly [bucket: string, picodollars: bigint])[];
  /** Picodollars, as the sender says. */
  statedCost: bigint | null;
  /** Why there is no cost: a code of the pricer, or `no_usage`. */
  unpriced: string;
  estimated: boolean;
  flags: readonly string[];
  /** False where another row counts the same tokens: sums leave it out. */
  counts: boolean;
  /** `kind:action:what`, as in `pii:mask:email`. */
  findings: readonly string[];
  /** What went in and came out, as people read it. Cut here: `previewCharsMax`, `searchedCharsMax`. */
  inputText: string;
  outputText: string;
  agentName: string;
  toolNames: readonly string[];
  /** 0 at first; of several rows of a span the highest holds. */
  revision: bigint;
};

/** Decimal(18, 12) holds less than a million dollars either way; a cost beyond is taken for a fault of its sender. */
const picodollarsMax = 10n ** 18n - 1n;

/** `receivedAtMs`: when it came. */
export function writeLlmSpan(
  writer: RowWriter,
  workspace: Buffer,
  row: LlmSpanRow,
  retentionDays: number,
  receivedAtMs: number,
): void {
  const names = (values: readonly string[]) => writer.array(values, (value) => writer.text(value));
  writer.raw(workspace);
  writer.i64(row.startNs);
  writer.u64(row.durationNs);
  writer.text(row.traceId);
  writer.text(row.spanId);
  writer.text(row.parentSpanId);
  writer.text(row.source);
  writer.text(row.dialect);
  writer.text(row.kind);
  writer.text(row.name);
  writer.text(row.traceName);
  writer.text(row.service);
  writer.text(row.environment);
  writer.text(row.release);
  writer.text(row.route);
  writer.text(row.provider);
  writer.text(row.model);
  writer.text(row.responseModel);
  writer.text(row.responseId);
  writer.text(row.operation);
  writer.text(row.status);
  writer.text(row.statusMessage);
  writer.text(row.errorType);
  names(row.finishReasons);
  writer.u8(row.stream ? 1 : 0);
  writer.u64(row.firstTokenNs ?? 0n);
  writer.text(row.user);
  writer.text(row.session);
  names(row.tags);
  writer.array(row.metadata, ([name]) => writer.text(name));
  writer.array(row.metadata, ([, value]) => writer.text(value));
  writer.text(row.prompt?.id ?? "");
  writer.text(row.prompt?.name ?? "");
  writer.u32(row.prompt?.version ?? 0);
  writer.text(row.prompt?.label ?? "");
  writer.text(row.keyId);
  writer.text(row.virtualKey);
  writer.text(row.team);
  writer.text(row.cache);
  writer.array(row.usage, ([bucket]) => writer.text(bucket));
  writer.array(row.usage, ([, quantity]) => writer.f64(quantity));
  writer.u64(BigInt(Math.max(0, Math.round(row.inputTokens))));
  writer.u64(BigInt(Math.max(0, Math.round(row.outputTokens))));
  money(writer, row.cost);
  writer.array(row.costs, ([bucket]) => writer.text(bucket));
  writer.array(row.costs, ([, picodollars]) => writer.i64(bounded(picodollars)));
  money(writer, row.statedCost);
  writer.text(row.unpriced);
  writer.u8(row.estimated ? 1 : 0);
  names(row.flags);
  writer.u8(row.counts ? 1 : 0);
  names(row.findings);
  writer.text(row.inputText.slice(0, previewCharsMax));
  writer.text(row.outputText.slice(0, previewCharsMax));
  writer.text(row.inputText.slice(0, searchedCharsMax));
  writer.text(row.outputText.slice(0, searchedCharsMax));
  writer.text(row.agentName);
  names(row.toolNames);
  writer.u64(row.revision);
  writer.u16(retentionDays);
  writer.i64Number(receivedAtMs);
  writer.endRow();
}

/** Nullable(Decimal(18, 12)): a byte that says whether it is null, then a whole number of picodollars. */
function money(writer: RowWriter, picodollars: bigint | null): void {
  writer.u8(picodollars === null ? 1 : 0);
  if (picodollars !== null) writer.i64(bounded(picodollars));
}

const bounded = (picodollars: bigint): bigint =>
  picodollars > picodollarsMax
    ? picodollarsMax
    : picodollars < -picodollarsMax
      ? -picodollarsMax
      : picodollars;
