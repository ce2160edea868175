import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import { putLlmSpans } from "./testing.ts";

const workspaceId = "01890000-0000-7000-8000-000000000001";
const time = new Date(Date.now() - 60_000);
const window = { from: new Date(time.getTime() - 1_000), to: new Date(time.getTime() + 1_000) };

describe("llm_spans", () => {
  let store: TestTelemetry;
  beforeAll(async () => {
    store = await createTestTelemetry();
  });
  afterAll(() => store.drop());

  const read = () =>
    store.telemetry.query({
      name: "test.llm",
      sql: `SELECT * FROM llm_spans WHERE workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}
            ORDER BY trace_id, revision DESC LIMIT 1 BY trace_id, span_id`,
      row: z.looseObject({ trace_id: z.string() }),
      workspaceId,
      window,
    });

  it("keeps every column as it was written, money to the picodollar", async () => {
    await putLlmSpans(store.telemetry, workspaceId, [
      {
        time,
        durationMs: 1_234.567,
        traceId: "a".repeat(32),
        spanId: "b".repeat(16),
        parentSpanId: "c".repeat(16),
        source: "gateway",
        kind: "generation",
        model: "gpt-5",
        finishReasons: ["stop"],
        stream: true,
        firstTokenNs: 5n,
        tags: ["a", "ü"],
        metadata: [["plan", "pro"]],
        prompt: { id: "p", name: "greet", version: 3, label: "production" },
        usage: [
          ["input", 10],
          ["audio_seconds", 1.5],
        ],
        inputTokens: 10,
        outputTokens: 4,
        cost: 15_232_500_001n,
        costs: [["input", 15_232_500_001n]],
        statedCost: -1n,
        estimated: true,
        counts: false,
        findings: ["pii:mask:email"],
        inputText: "x".repeat(300),
      },
    ]);
    expect(await read()).toMatchObject([
      {
        duration_ns: "1234567000",
        source: "gateway",
        parent_span_id: "c".repeat(16),
        finish_reasons: ["stop"],
        stream: 1,
        first_token_ns: "5",
        tags: ["a", "ü"],
        metadata_names: ["plan"],
        metadata_values: ["pro"],
        prompt_name: "greet",
        prompt_version: 3,
        prompt_label: "production",
        usage_names: ["input", "audio_seconds"],
        usage_values: [10, 1.5],
        input_tokens: "10",
        output_tokens: "4",
        cost: 0.015232500001,
        cost_values: [0.015232500001],
        stated_cost: -1e-12,
        estimated: 1,
        counts: 0,
        findings: ["pii:mask:email"],
        input_preview: "x".repeat(200),
        input_text: "x".repeat(300),
      },
    ]);
  });

  it("lets the row with the higher revision hold", async () => {
    const span = { time, traceId: "a".repeat(32), spanId: "b".repeat(16), revision: 7n, cost: 2n };
    await putLlmSpans(store.telemetry, workspaceId, [span]);
    expect(await read()).toMatchObject([{ revision: "7", cost: 2e-12 }]);
  });
});
