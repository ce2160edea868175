import { recordedSpans } from "@triops/telemetry/llm/map/recorded.testing";
import type { SpanRow } from "@triops/telemetry/tables/spans";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createAnswered } from "../llm/answered.ts";
import type { CallOutcome, LlmCall } from "../llm/call.ts";
import { startWorld, type World } from "../world.testing.ts";
import { hex, otlp } from "./recorded-otlp.testing.ts";

describe("traces of model calls", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  const rowsOf = (traceIds: readonly string[]) =>
    world.store.telemetry.administer({
      name: "test",
      sql: `SELECT kind, name, source, counts, toString(cost) AS cost, unpriced, input_tokens, output_tokens, flags, provider
            FROM llm_spans FINAL WHERE workspace_id = {ws:UUID} AND trace_id IN {ids:Array(String)} ORDER BY time, span_id`,
      params: { ws: world.key.workspaceId, ids: [...traceIds] },
      row: z.object({
        kind: z.string(),
        name: z.string(),
        source: z.string(),
        counts: z.coerce.number(),
        cost: z.string().nullable(),
        unpriced: z.string(),
        input_tokens: z.coerce.number(),
        output_tokens: z.coerce.number(),
        flags: z.array(z.string()),
        provider: z.string(),
      }),
    });

  // gpt-4o-mini: 0.15 and 0.60 USD for a million tokens; text-embedding-3-small: 0.02.
  it.each([
    ["ai-sdk", 332, 29, (332 * 0.15 + 29 * 0.6 + 0.02) / 1e6, 1],
    ["ai-sdk-legacy", 332, 29, (332 * 0.15 + 29 * 0.6 + 0.02) / 1e6, 1],
  ])(
    "%s: its cost is that of the calls, whatever agents repeat",
    async (name, input, output, usd, embedded) => {
      const { json, traceIds } = otlp(recordedSpans(name));
      expect((await world.post({ path: "/v1/traces", json })).status).toBe(200);
      const counting = (await rowsOf(traceIds)).filter((row) => row.counts === 1);
      const sum = (of: (row: (typeof counting)[number]) => number) =>
        counting.reduce((all, row) => all + of(row), 0);
      expect(sum((row) => row.input_tokens)).toBe(input + embedded);
      expect(sum((row) => row.output_tokens)).toBe(output);
      expect(sum((row) => Number(row.cost))).toBeCloseTo(usd, 12);
    },
  );

  it("Langfuse's client is taken in at its own address, with the key as password", async () => {
    const { json, traceIds } = otlp(recordedSpans("langfuse"));
    const authorization = `Basic ${Buffer.from(`pk-lf-1:${world.key.key}`).toString("base64")}`;
    const answer = await world.post({
      path: "/api/public/otel/v1/traces",
      json,
      credential: null,
      headers: { authorization, "x-langfuse-ingestion-version": "4" },
    });
    expect(answer.status).toBe(200);
    const rows = await rowsOf(traceIds);
    expect(rows).toHaveLength(9);
    expect(rows.every((row) => row.source === "langfuse")).toBe(true);
    const metrics = {
      path: "/api/public/otel/v1/metrics",
      json: {},
      credential: null,
      headers: { authorization },
    };
    expect((await world.post(metrics)).status).toBe(200);
  });

  it("a model without a price has no cost but a reason; a cost that the sender states is taken and marked", async () => {
    const spans = recordedSpans("langfuse-python").map(
      (span): SpanRow => ({
        ...span,
        attributes: span.attributes.map(([name, value]) =>
          name === "langfuse.observation.model.name"
            ? ([name, "house-model-x"] as const)
            : ([name, value] as const),
        ),
      }),
    );
    const [first, ...rest] = spans as [SpanRow, ...SpanRow[]];
    const stating = {
      ...first,
      attributes: [...first.attributes, ["langfuse.observation.cost_details", '{"total":0.25}'] as const],
    };
    const { json, traceIds } = otlp([stating, ...rest]);
    await world.post({ path: "/v1/traces", json });
    const counting = (await rowsOf(traceIds)).filter((row) => row.counts === 1);
    expect(
      counting.map((row) => [row.cost, row.unpriced, row.flags.includes("cost_as_stated")]).sort(),
    ).toEqual(
      [
        ["0.25", "", true],
        [null, "unknown_model", false],
      ].sort(),
    );
  });

  it("sent again it counts once", async () => {
    const { json, traceIds } = otlp(recordedSpans("traceloop"));
    for (let time = 0; time < 3; time++) await world.post({ path: "/v1/traces", json });
    expect((await rowsOf(traceIds)).filter((row) => row.counts === 1)).toHaveLength(4);
  });

  it("a client's span of a call that came through the gateway leaves the counting to it", async () => {
    const [called, other] = recordedSpans("otel-openai") as [SpanRow, SpanRow];
    const { json, traceIds } = otlp([called, other]);
    const answered = createAnswered(world.redis.redis);
    const call = { workspaceId: world.key.workspaceId, trace: { traceId: hex(16), parentSpanId: "" } };
    const outcome = {
      provider: { id: "p" },
      cache: "off",
      responseId: "chatcmpl-demo00000073",
      endedMs: Date.now() - 60_000,
    };
    answered.note(call as LlmCall, outcome as CallOutcome);
    answered.close();
    await world.post({ path: "/v1/traces", json });
    const rows = await rowsOf(traceIds);
    expect(rows.map((row) => [row.counts, row.flags.includes("counted_at_gateway")])).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  it("knows its call by the span that asked, with the HTTP request in between", async () => {
    const [span] = recordedSpans("otel-openai") as [SpanRow];
    const traceId = hex(16);
    const http = { ...span, spanId: hex(8), parentSpanId: span.spanId, name: "POST", attributes: [] };
    const { json, traceIds } = otlp([
      { ...span, attributes: span.attributes.filter(([name]) => name !== "gen_ai.response.id") },
      http,
    ]);
    const answered = createAnswered(world.redis.redis);
    const call = {
      workspaceId: world.key.workspaceId,
      trace: { traceId: traceIds[0] ?? traceId, parentSpanId: http.spanId },
    };
    const outcome = { provider: { id: "p" }, cache: "off", responseId: "", endedMs: Date.now() - 60_000 };
    answered.note(call as LlmCall, outcome as CallOutcome);
    answered.close();
    await world.post({ path: "/v1/traces", json });
    expect((await rowsOf(traceIds)).map((row) => row.counts)).toEqual([0]);
  });

  it("knows the call of a client that tells neither id nor parent by what was answered, to the letter and token", async () => {
    const spans = recordedSpans("langfuse")
      .filter(({ name }) => name === "OpenAI.chat")
      .slice(0, 3);
    const { json, traceIds, ends } = otlp(spans);
    const answered = createAnswered(world.redis.redis);
    const call = { workspaceId: world.key.workspaceId, trace: { traceId: hex(16), parentSpanId: "" } };
    const outcome = {
      provider: { id: "p", priceProvider: "openai" },
      cache: "off",
      responseId: "chatcmpl-1",
      usageDialect: "openai-chat",
      usage: { usage: { prompt_tokens: 81, completion_tokens: 13, total_tokens: 94 } },
      output: {
        role: "assistant",
        tool_calls: [
          { id: "1", type: "function", function: { name: "get_weather", arguments: '{ "city": "Paris" }' } },
        ],
      },
      outputText: "",
      endedMs: ends[1] ?? 0,
    };
    answered.note(call as LlmCall, outcome as unknown as CallOutcome);
    answered.close();
    await world.post({ path: "/v1/traces", json });
    expect((await rowsOf(traceIds)).map((row) => [row.input_tokens, row.counts])).toEqual([
      [23, 1],
      [81, 0],
      [11, 1],
    ]);
  });

  const embeddings = () =>
    recordedSpans("otel-openai").find(({ attributes }) =>
      attributes.some(([name, value]) => name === "gen_ai.operation.name" && value === "embeddings"),
    ) as SpanRow;

  it("knows embeddings by the address they were sent to; what is only alike is kept and marked", async () => {
    const span = embeddings();
    const said = new Map(span.attributes);
    const noAddress = span.attributes.filter(([name]) => !name.startsWith("server."));
    const elsewhere = [...noAddress, ["server.address", "api.openai.com"] as const];
    const { json, traceIds, ends } = otlp([
      { ...span, traceId: hex(16), parentSpanId: "" },
      { ...span, traceId: hex(16), spanId: hex(8), parentSpanId: "", attributes: noAddress },
      { ...span, traceId: hex(16), spanId: hex(8), parentSpanId: "", attributes: elsewhere } as SpanRow,
    ]);
    const answered = createAnswered(world.redis.redis);
    const call = {
      workspaceId: world.key.workspaceId,
      trace: { traceId: hex(16), parentSpanId: "" },
      operation: "embeddings",
      route: said.get("gen_ai.request.model"),
      address: `${said.get("server.address")}:${said.get("server.port")}`,
    };
    const outcome = {
      provider: { id: "p", priceProvider: "openai" },
      cache: "off",
      responseId: "",
      usageDialect: "openai-chat",
      usage: { usage: { prompt_tokens: Number(said.get("gen_ai.usage.input_tokens")), total_tokens: 2 } },
      endedMs: ends[0] ?? 0,
    };
    answered.note(call as LlmCall, outcome as unknown as CallOutcome);
    answered.close();
    await world.post({ path: "/v1/traces", json });
    const rows = await Promise.all(traceIds.map(async (traceId) => (await rowsOf([traceId]))[0]));
    const marks = (row: (typeof rows)[number]) => row?.flags.filter((flag) => flag.endsWith("at_gateway"));
    expect(rows.map((row) => [row?.counts, marks(row)])).toEqual([
      [0, ["counted_at_gateway"]],
      [1, ["maybe_counted_at_gateway"]],
      [1, []],
    ]);
  });

  it("knows an answer by its words also when the client's clock is a minute behind", async () => {
    const [span] = recordedSpans("langfuse").filter(({ name }) => name === "OpenAI.chat") as [SpanRow];
    const { json, traceIds, ends } = otlp([span], "behind");
    const answered = createAnswered(world.redis.redis);
    const call = { workspaceId: world.key.workspaceId, trace: { traceId: hex(16), parentSpanId: "" } };
    const [output] = [new Map(span.attributes).get("langfuse.observation.output") ?? ""];
    const usage = JSON.parse(new Map(span.attributes).get("langfuse.observation.usage_details") ?? "{}");
    const outcome = {
      provider: { id: "p", priceProvider: "openai" },
      cache: "off",
      responseId: "chatcmpl-9",
      usageDialect: "openai-chat",
      usage: {
        usage: {
          prompt_tokens: usage.input,
          completion_tokens: usage.output,
          total_tokens: usage.input + usage.output,
        },
      },
      output: JSON.parse(output),
      outputText: "",
      // The spans are stamped a minute ago and come in now: the gateway's own clock says three seconds ago.
      endedMs: (ends[0] ?? 0) + 57_000,
    };
    answered.note(call as LlmCall, outcome as unknown as CallOutcome);
    answered.close();
    await world.post({ path: "/v1/traces", json });
    expect((await rowsOf(traceIds)).map((row) => row.counts)).toEqual([0]);
  });

  it("spans that are about nothing of the kind leave no row", async () => {
    const [span] = recordedSpans("otel-openai") as [SpanRow];
    const { json, traceIds } = otlp([{ ...span, attributes: [["http.method", "GET"]] }]);
    await world.post({ path: "/v1/traces", json });
    expect(await rowsOf(traceIds)).toEqual([]);
  });
});
