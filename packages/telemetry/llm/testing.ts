import { randomBytes, randomUUID } from "node:crypto";
import { RowWriter, uuidBytes } from "../client/row-binary.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { type LlmSpanRow, llmSpanColumns, llmSpansTable, writeLlmSpan } from "./llm-span-row.ts";

export type TestLlmSpan = Partial<Omit<LlmSpanRow, "startNs" | "durationNs">> & {
  time: Date;
  durationMs?: number;
};

/** A plain generation with whatever is said otherwise. */
export function testLlmSpan({ time, durationMs = 100, ...more }: TestLlmSpan): LlmSpanRow {
  return {
    startNs: BigInt(Math.round(time.getTime() * 1_000)) * 1_000n,
    durationNs: BigInt(Math.round(durationMs * 1_000)) * 1_000n,
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    parentSpanId: "",
    source: "otlp",
    dialect: "gen_ai",
    kind: "generation",
    name: "chat",
    traceName: "",
    service: "",
    environment: "",
    release: "",
    route: "",
    provider: "",
    model: "",
    responseModel: "",
    responseId: "",
    operation: "chat",
    status: "unset",
    statusMessage: "",
    errorType: "",
    finishReasons: [],
    stream: false,
    firstTokenNs: null,
    user: "",
    session: "",
    tags: [],
    metadata: [],
    prompt: null,
    keyId: "",
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
    counts: true,
    findings: [],
    inputText: "",
    outputText: "",
    agentName: "",
    toolNames: [],
    revision: 0n,
    ...more,
  };
}

/** Stores rows as the gateway would. For tests, seeds and benches. */
export async function putLlmSpans(
  telemetry: Telemetry,
  workspaceId: string,
  spans: readonly TestLlmSpan[],
  retentionDays = 36_500,
): Promise<void> {
  const workspace = uuidBytes(workspaceId);
  const rows = new RowWriter(spans.length * 512);
  for (const span of spans) writeLlmSpan(rows, workspace, testLlmSpan(span), retentionDays, Date.now());
  const body = [rows.take()];
  await telemetry.insertBinary({ table: llmSpansTable, columns: llmSpanColumns, body, token: randomUUID() });
}
