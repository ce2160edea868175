import type { LlmSpanRow } from "@triops/telemetry/llm/llm-span-row";
import { readableOf } from "./parts.ts";
import { durationNsOf, operationName, providerNameOf, type Recorded, startNsOf } from "./span.ts";

/** The call as lists, charts and bills read it. */
export function llmRowOf({ call, outcome, charge, input, output }: Recorded): LlmSpanRow {
  const operation = operationName(call);
  const shown = call.logBodies;
  return {
    startNs: startNsOf(call),
    durationNs: durationNsOf(call, outcome),
    traceId: call.trace.traceId,
    spanId: call.spanId,
    parentSpanId: call.trace.parentSpanId,
    source: "gateway",
    dialect: "gen_ai",
    kind: operation === "embeddings" ? "embedding" : "generation",
    name: `${operation} ${outcome.model || call.route}`,
    traceName: "",
    service: call.service || "triops-gateway",
    environment: call.metadata.environment ?? "",
    release: call.metadata.release ?? "",
    route: call.route,
    provider: providerNameOf(outcome),
    model: outcome.model || call.route,
    responseModel: outcome.responseModel,
    responseId: outcome.responseId,
    operation,
    status: outcome.error === null ? "ok" : "error",
    statusMessage: outcome.error?.message ?? "",
    errorType: outcome.error?.class ?? "",
    finishReasons: outcome.finishReasons,
    stream: call.stream,
    firstTokenNs:
      outcome.firstTokenMs === null ? null : BigInt(Math.round(outcome.firstTokenMs * 1_000)) * 1_000n,
    user: call.user,
    session: call.session,
    tags: call.origin === "playground" ? ["playground"] : [],
    metadata: Object.entries(call.metadata),
    prompt:
      call.prompt === null
        ? null
        : {
            id: call.prompt.id,
            name: call.prompt.name,
            version: call.prompt.version,
            label: call.prompt.label ?? "",
          },
    keyId: call.keyId,
    virtualKey: call.virtualKey?.id ?? "",
    team: call.virtualKey?.teamId ?? "",
    cache: outcome.cache,
    usage: Object.entries(charge.usage?.buckets ?? {}),
    inputTokens: charge.inputTokens,
    outputTokens: charge.outputTokens,
    cost: charge.cost,
    costs: charge.lines.map((line) => [line.bucket, line.amount] as const),
    statedCost: null,
    unpriced: charge.unpriced,
    estimated: charge.usage?.estimated ?? false,
    flags: charge.flags,
    counts: true,
    findings: outcome.findings.map((found) => `${found.kind}:${found.action}:${found.rule}`),
    // The newest first: a preview of the question, not of the instructions that all questions share.
    inputText: shown ? readableOf(input, true) : "",
    outputText: shown ? readableOf(output, false) || outcome.outputText : "",
    agentName: "",
    toolNames: [
      ...new Set(
        output.flatMap((one) => one.parts.flatMap((part) => (part.type === "tool_call" ? [part.name] : []))),
      ),
    ],
    revision: 0n,
  };
}
