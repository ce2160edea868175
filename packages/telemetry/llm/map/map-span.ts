import type { SpanRow } from "../../tables/spans.ts";
import type { LlmSource, LlmSpanKind, LlmSpanRow } from "../llm-span-row.ts";
import { searchedCharsMax } from "../llm-span-row.ts";
import { type Attributes, first, isFields, parsed, textList, textOf, unfolded } from "./attributes.ts";
import { contentOf, type LlmContent } from "./content.ts";
import { kindOf } from "./kind.ts";
import { readable } from "./messages.ts";
import { metadataObjects, metadataPrefixes, names } from "./names.ts";
import { type Source, sourceOf } from "./source.ts";
import { type StatedUsage, statedUsage } from "./usage.ts";

/** A span in the normal form, before it is priced. `usage` is null where the span states none. */
export type MappedSpan = { row: LlmSpanRow; usage: StatedUsage | null };

/** Bodies larger than this are not taken apart at ingest, in characters: the preview is then their beginning. */
const contentCharsMax = 400_000;
const metadataMax = 50;
const metadataCharsMax = 500;
const namesMax = 50;

/**
 * Sorts a span's attributes into the columns of `llm_spans`. One look per fact; bodies are read as far as people would
 * read them. `counts` says only whether spans of this kind can count; see `settleCounts`.
 */
export function mapLlmSpan(span: SpanRow, keyId: string, origin: LlmSource = "otlp"): MappedSpan {
  const source = sourceOf(span);
  const { attributes } = source;
  const resource = new Map(span.resource);
  const kind = kindOf(attributes);
  const content = contentSize(attributes) > contentCharsMax ? null : contentOf(source);
  const usage = statedUsage(source);
  const model = first(attributes, names.model);
  const level = first(attributes, ["langfuse.observation.level"]);
  const firstTokenNs = firstTokenOf(attributes, span);
  const error = exceptionOf(source);
  const row: LlmSpanRow = {
    startNs: span.startNs,
    durationNs: span.durationNs,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    source: origin,
    dialect: source.dialect,
    kind,
    name: span.name,
    traceName: first(attributes, names.traceName),
    service: span.service,
    environment: first(attributes, names.environment) || first(resource, names.environment),
    release: first(attributes, names.release) || first(resource, ["service.version"]),
    route: "",
    provider: first(attributes, names.provider).toLowerCase(),
    model,
    responseModel: first(attributes, names.responseModel),
    responseId: first(attributes, names.responseId) || idInBody(attributes),
    operation: first(attributes, names.operation),
    status: level === "ERROR" ? "error" : span.status,
    statusMessage:
      span.statusMessage || first(attributes, ["langfuse.observation.status_message"]) || error.message,
    errorType: first(attributes, names.errorType) || error.type,
    finishReasons: textList(first(attributes, names.finishReasons)).slice(0, namesMax),
    stream: firstTokenNs !== null || first(attributes, names.stream) === "true" || asksToStream(attributes),
    firstTokenNs,
    user: first(attributes, names.user),
    session: first(attributes, names.session),
    tags: textList(first(attributes, names.tags)).slice(0, namesMax),
    metadata: metadataOf(attributes),
    prompt: promptOf(attributes),
    keyId,
    virtualKey: "",
    team: "",
    cache: "",
    usage: [],
    inputTokens: 0,
    outputTokens: 0,
    cost: null,
    costs: [],
    statedCost: null,
    unpriced: "",
    estimated: false,
    flags: [],
    counts: isCounted(kind, span.kind) && (usage !== null || kind === "generation"),
    findings: [],
    inputText: inputText(content, attributes),
    outputText:
      content === null
        ? rawText(attributes, outputNames)
        : readable(content.output).slice(0, searchedCharsMax),
    agentName: agentOf(attributes, kind, span.name),
    toolNames: toolsOf(attributes, content, kind, span.name),
    revision: 0n,
  };
  return { row, usage };
}

/** Models answer in these; an agent only where it runs elsewhere and this is all that is heard of it. */
const isCounted = (kind: LlmSpanKind, spanKind: SpanRow["kind"]): boolean =>
  kind === "generation" ||
  kind === "embedding" ||
  kind === "reranker" ||
  (kind === "agent" && spanKind === "client");

function contentSize(attributes: Attributes): number {
  let size = 0;
  for (const value of attributes.values()) size += value.length;
  return size;
}

const inputNames = [
  "langfuse.observation.input",
  "gen_ai.input.messages",
  "input.value",
  "ai.prompt.messages",
];
const outputNames = [
  "langfuse.observation.output",
  "gen_ai.output.messages",
  "output.value",
  "ai.response.text",
];
const rawText = (attributes: Attributes, from: readonly string[]) =>
  first(attributes, from).slice(0, searchedCharsMax);

/** What was asked last comes first: that is what a preview shows. */
function inputText(content: LlmContent | null, attributes: Attributes): string {
  if (content === null) return rawText(attributes, inputNames);
  const { input } = content;
  const asked = input.findLastIndex((message) => message.role === "user" || message.role === "input");
  if (asked < 0) return readable(input).slice(0, searchedCharsMax);
  const others = input.filter((_, place) => place !== asked);
  return readable([input[asked] as (typeof input)[number], ...others]).slice(0, searchedCharsMax);
}

/** OpenInference keeps the provider's answer whole. */
const idInBody = (attributes: Attributes): string =>
  /^\{\s*"id":\s*"([\w.:-]{4,128})"/.exec(attributes.get("output.value")?.slice(0, 200) ?? "")?.[1] ?? "";

const asksToStream = (attributes: Attributes): boolean =>
  /"stream":\s*true/.test(
    first(attributes, ["llm.invocation_parameters", "langfuse.observation.model.parameters"]).slice(0, 4_000),
  );

function firstTokenOf(attributes: Attributes, span: SpanRow): bigint | null {
  const seconds = Number(first(attributes, names.firstTokenSeconds) || Number.NaN);
  const ms = Number(first(attributes, names.firstTokenMs) || Number.NaN);
  const at = textOf(unfolded(first(attributes, names.firstTokenAt)));
  const atMs = at === "" ? Number.NaN : Date.parse(at) - Number(span.startNs / 1_000n) / 1_000;
  const found = [seconds * 1_000, ms, atMs].find((value) => Number.isFinite(value));
  const ns = found === undefined ? -1 : Math.round(found * 1e6);
  return ns > 0 && ns <= Number.MAX_SAFE_INTEGER ? BigInt(ns) : null;
}

function exceptionOf({ events }: Source): { type: string; message: string } {
  const exception = events.find(
    ({ name }) => name === "exception" || name === "gen_ai.client.operation.exception",
  );
  return {
    type: exception?.attributes.get("exception.type") ?? "",
    message: (exception?.attributes.get("exception.message") ?? "").slice(0, 2_000),
  };
}

function metadataOf(attributes: Attributes): [string, string][] {
  const found = new Map<string, string>();
  const put = (name: string, value: string) => {
    if (found.size < metadataMax && name !== "" && !found.has(name))
      found.set(name.slice(0, 200), value.slice(0, metadataCharsMax));
  };
  for (const name of metadataObjects) {
    const value = parsed(attributes.get(name));
    if (isFields(value)) for (const [key, each] of Object.entries(value)) put(key, textOf(each));
  }
  for (const [name, value] of attributes)
    for (const prefix of metadataPrefixes)
      if (name.startsWith(prefix)) put(name.slice(prefix.length), unquoted(value));
  return [...found];
}

const unquoted = (value: string): string => (value.startsWith('"') ? textOf(unfolded(value)) : value);

function promptOf(attributes: Attributes): LlmSpanRow["prompt"] {
  const name = unquoted(first(attributes, names.promptName));
  if (name === "") return null;
  const version = Number(unquoted(first(attributes, names.promptVersion)).replace(/^v/, ""));
  return {
    id: first(attributes, names.promptId),
    name,
    version: Number.isInteger(version) && version > 0 && version < 2 ** 32 ? version : 0,
    label: first(attributes, names.promptLabel),
  };
}

function agentOf(attributes: Attributes, kind: LlmSpanKind, spanName: string): string {
  const named = first(attributes, names.agent);
  return kind === "agent" ? named || first(attributes, names.entity) || spanName : named;
}

function toolsOf(
  attributes: Attributes,
  content: LlmContent | null,
  kind: LlmSpanKind,
  spanName: string,
): string[] {
  const own =
    first(attributes, names.tool) || (kind === "tool" ? first(attributes, names.entity) || spanName : "");
  const called = (content?.output ?? []).flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === "tool_call" ? [part.name] : [])),
  );
  return [...new Set([own, ...called])].filter((name) => name !== "").slice(0, namesMax);
}
