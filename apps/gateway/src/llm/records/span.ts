import type { Buckets } from "@triops/analysis/pricing/buckets";
import type { Labels } from "@triops/telemetry/tables/series";
import type { SpanRow } from "@triops/telemetry/tables/spans";
import type { CallOutcome, LlmCall } from "../call.ts";
import type { Charge } from "./charge.ts";
import type { Message } from "./parts.ts";

export type Recorded = {
  call: LlmCall;
  outcome: CallOutcome;
  charge: Charge;
  input: readonly Message[];
  output: readonly Message[];
};

/** Of one attribute, characters: a row is read as a whole. */
const attributeCharsMax = 1_000_000;

/** gen_ai's names of providers where ours differ (`gen_ai.provider.name`). */
const providerNames: Record<string, string> = {
  "azure-openai": "azure.ai.openai",
  google: "gcp.gemini",
  mistral: "mistral_ai",
};

export const operationName = (call: LlmCall): string =>
  call.operation === "embeddings" ? "embeddings" : "chat";
export const providerNameOf = ({ provider }: CallOutcome): string =>
  provider === null ? "" : (providerNames[provider.kind] ?? provider.kind);
export const startNsOf = (call: LlmCall): bigint => BigInt(Math.round(call.startedMs * 1_000)) * 1_000n;
export const durationNsOf = (call: LlmCall, { endedMs }: CallOutcome): bigint =>
  BigInt(Math.max(0, Math.round((endedMs - call.startedMs) * 1_000))) * 1_000n;

/** The call as a span by the gen_ai conventions, bodies included unless the route keeps none. */
export function spanOf(recorded: Recorded): SpanRow {
  const { call, outcome } = recorded;
  return {
    service: call.service || "triops-gateway",
    serviceNamespace: "",
    startNs: startNsOf(call),
    durationNs: durationNsOf(call, outcome),
    traceId: call.trace.traceId,
    spanId: call.spanId,
    parentSpanId: call.trace.parentSpanId,
    name: `${operationName(call)} ${outcome.model || call.route}`,
    kind: "client",
    status: outcome.error === null ? "ok" : "error",
    statusMessage: outcome.error?.message ?? "",
    traceState: "",
    flags: 1,
    scopeName: "triops.gateway",
    scopeVersion: "",
    attributes: attributesOf(recorded),
    resource: [["service.name", call.service || "triops-gateway"]],
    events: [],
    links: [],
  };
}

function attributesOf(recorded: Recorded): Labels {
  const { call, outcome, charge } = recorded;
  const list: [string, string][] = [];
  const put = (name: string, value: string | number | boolean | null | undefined) => {
    if (value !== undefined && value !== null && value !== "") list.push([name, String(value)]);
  };
  const putJson = (name: string, value: unknown) => {
    if (value !== undefined && value !== null)
      list.push([name, JSON.stringify(value).slice(0, attributeCharsMax)]);
  };
  put("gen_ai.operation.name", operationName(call));
  put("gen_ai.provider.name", providerNameOf(outcome));
  put("gen_ai.request.model", outcome.model || call.route);
  put("gen_ai.response.model", outcome.responseModel);
  put("gen_ai.response.id", outcome.responseId);
  if (outcome.finishReasons.length > 0) putJson("gen_ai.response.finish_reasons", outcome.finishReasons);
  if (outcome.firstTokenMs !== null) put("gen_ai.response.time_to_first_chunk", outcome.firstTokenMs / 1_000);
  put("gen_ai.conversation.id", call.session);
  put("session.id", call.session);
  put("user.id", call.user);
  request(call, put, putJson);
  if (charge.usage) usage(charge.usage.buckets, charge, put);
  put("triops.call.id", call.id);
  put("triops.route", call.route);
  put("triops.provider", outcome.provider?.name);
  put("triops.key.id", call.keyId);
  put("triops.virtual_key", call.virtualKey?.name);
  put("triops.team", call.virtualKey?.teamName);
  put("triops.prompt.name", call.prompt?.name);
  put("triops.prompt.version", call.prompt?.version);
  put("triops.prompt.label", call.prompt?.label);
  put("triops.cache", outcome.cache);
  put("triops.cost_usd", charge.costUsd);
  put("triops.origin", call.origin);
  if (outcome.aborted) put("triops.aborted", true);
  if (outcome.attempts.length > 1) putJson("triops.attempts", outcome.attempts);
  if (outcome.findings.length > 0) putJson("triops.findings", outcome.findings);
  put("error.type", outcome.error?.class);
  put("http.response.status_code", outcome.status);
  for (const [name, value] of Object.entries(call.metadata)) put(`triops.metadata.${name}`, value);
  if (call.logBodies) bodies(recorded, putJson);
  return list;
}

type Put = (name: string, value: string | number | boolean | null | undefined) => void;
type PutJson = (name: string, value: unknown) => void;

/** Parameters that the conventions know; the rest of the body is the messages. */
function request({ body, stream }: LlmCall, put: Put, putJson: PutJson): void {
  const number = (name: string, ...fields: string[]) => {
    for (const field of fields) if (typeof body[field] === "number") return put(name, body[field]);
  };
  number("gen_ai.request.temperature", "temperature");
  number("gen_ai.request.top_p", "top_p");
  number("gen_ai.request.top_k", "top_k");
  number("gen_ai.request.max_tokens", "max_completion_tokens", "max_output_tokens", "max_tokens");
  number("gen_ai.request.seed", "seed");
  number("gen_ai.request.frequency_penalty", "frequency_penalty");
  number("gen_ai.request.presence_penalty", "presence_penalty");
  number("gen_ai.request.choice.count", "n");
  const stop = body.stop ?? body.stop_sequences;
  if (stop !== undefined && stop !== null)
    putJson("gen_ai.request.stop_sequences", Array.isArray(stop) ? stop : [stop]);
  if (stream) put("gen_ai.request.stream", true);
  if (body.response_format !== undefined || body.text !== undefined)
    put("gen_ai.output.type", outputType(body));
}

function outputType(body: Record<string, unknown>): string {
  const format = (body.response_format ?? (body.text as { format?: unknown } | null)?.format) as
    | { type?: unknown }
    | null
    | undefined;
  return typeof format?.type === "string" && format.type.startsWith("json") ? "json" : "text";
}

/** By the conventions input includes what was read from or written to a cache, and output includes reasoning. */
function usage(buckets: Buckets, charge: Charge, put: Put): void {
  put("gen_ai.usage.input_tokens", charge.inputTokens);
  put("gen_ai.usage.output_tokens", charge.outputTokens);
  put("gen_ai.usage.cache_read.input_tokens", buckets.cache_read);
  put("gen_ai.usage.cache_creation.input_tokens", sum(buckets.cache_write_5m, buckets.cache_write_1h));
  put("gen_ai.usage.reasoning.output_tokens", buckets.reasoning);
}

const sum = (a = 0, b = 0): number | undefined => a + b || undefined;

function bodies({ call, input, output }: Recorded, putJson: PutJson): void {
  const instructions = [call.body.system, call.body.instructions].filter((one) => one !== undefined);
  if (instructions.length > 0)
    putJson(
      "gen_ai.system_instructions",
      instructions.flatMap((one) =>
        typeof one === "string"
          ? [{ type: "text", content: one }]
          : Array.isArray(one)
            ? one.map(asText)
            : [],
      ),
    );
  if (input.length > 0) putJson("gen_ai.input.messages", input);
  if (output.length > 0) putJson("gen_ai.output.messages", output);
  if (Array.isArray(call.body.tools) && call.body.tools.length > 0)
    putJson("gen_ai.tool.definitions", call.body.tools);
}

const asText = (block: unknown): unknown =>
  typeof block === "object" && block !== null && "text" in block
    ? { type: "text", content: block.text }
    : block;
