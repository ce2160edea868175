import type { GuardrailFinding } from "@triops/domains/llm-routes/guardrail-schemas";

export type Operation = "chat" | "responses" | "embeddings" | "messages";

export type PromptUsed = { id: string; name: string; version: number; label: string | null };

/** One question to a model, as everybody on its way through the gateway knows it. */
export type LlmCall = {
  /** UUIDv7; the answer's `x-request-id`. */
  id: string;
  workspaceId: string;
  /** Of the API key; empty for calls that Triops itself makes for a signed-in person. */
  keyId: string;
  /** Days that what is recorded of the call is kept. */
  retentionDays: number;
  /** Null for a plain API key: the workspace's limits bind it all the same. */
  virtualKey: { id: string; name: string; teamId: string | null; teamName: string | null } | null;
  /** The public name that the caller knows as a model. */
  route: string;
  /** Empty when the caller named provider and model itself, as the playground may. */
  routeId: string;
  operation: Operation;
  startedMs: number;
  stream: boolean;
  service: string;
  user: string;
  session: string;
  metadata: Record<string, string>;
  prompt: PromptUsed | null;
  /** From `traceparent`, else new; lower-case hexadecimal. */
  trace: { traceId: string; parentSpanId: string };
  spanId: string;
  /** As the caller sent it, with the prompt rendered and what a guardrail masks replaced. */
  body: Record<string, unknown>;
  logBodies: boolean;
  origin: "api" | "playground";
  /** Who acts, for calls without a key. */
  actorId: string;
  /** The address it came to, as its client knows it; none for calls from within. */
  address?: string;
};

/** By which fallbacks are chosen; the last three are of our own making. */
export const errorClasses = [
  "rate_limit",
  "server_error",
  "timeout",
  "connection",
  "auth",
  "context_length",
  "content_filter",
  "bad_request",
  "guardrail",
  "limit",
  "aborted",
] as const;
export type ErrorClass = (typeof errorClasses)[number];

/** The provider that answered or was the last to be asked. */
export type ProviderUsed = {
  id: string;
  name: string;
  kind: string;
  /** Its name in the list of prices; null where it has none. */
  priceProvider: string | null;
};

export type Attempt = {
  provider: string;
  model: string;
  /** HTTP; 0 when there was none. */
  status: number;
  /** Null for the one that answered. */
  errorClass: ErrorClass | null;
  ms: number;
};

/** How a call ended. */
export type CallOutcome = {
  /** What the caller was told, HTTP. A stream that broke off keeps its 200; see `error`. */
  status: number;
  provider: ProviderUsed | null;
  /** As it was asked of the provider. */
  model: string;
  responseModel: string;
  responseId: string;
  /** The provider's answer as far as it states usage: the usage object, with model and tier beside it; null: none stated. */
  usage: unknown;
  /** A name of `analysis/pricing/dialects`. */
  usageDialect: string;
  /** Of a stream: until the first piece of content, from `startedMs`. */
  firstTokenMs: number | null;
  endedMs: number;
  finishReasons: string[];
  /** The message(s) in the caller's form, masked; null for embeddings and failures. */
  output: unknown;
  outputText: string;
  error: { class: ErrorClass; code: string; message: string } | null;
  /** The caller went away. */
  aborted: boolean;
  cache: "hit" | "miss" | "off";
  attempts: Attempt[];
  findings: GuardrailFinding[];
};
