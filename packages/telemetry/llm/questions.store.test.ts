import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { llmFacets } from "./facets.ts";
import type { LlmColumn, LlmFilter, Scored } from "./filter.ts";
import { scoreKey } from "./filter.ts";
import { groupOrders, llmGroups } from "./groups.ts";
import { locateLlmTrace } from "./locate.ts";
import type { LlmOrder } from "./place.ts";
import { searchLlmTraces } from "./search.ts";
import { findLlmSpan } from "./span.ts";
import { putLlmSpans, type TestLlmSpan } from "./testing.ts";
import { llmTimeline } from "./timeline.ts";
import { llmTree } from "./tree.ts";

const workspaceId = "01890000-0000-7000-8000-000000000001";
const other = "01890000-0000-7000-8000-000000000002";
const base = Math.floor(Date.now() / 60_000) * 60_000 - 1_800_000;
const window = { from: new Date(base - 60_000), to: new Date(base + 600_000) };
const traceId = (n: number) => n.toString(16).padStart(32, "a");
const spanId = (n: number) => n.toString(16).padStart(16, "b");
const usd = (dollars: number) => BigInt(Math.round(dollars * 1e12));

/** An agent that asks a model twice and calls a tool; the agent repeats the tokens. */
const agentTrace = (n: number): TestLlmSpan[] => {
  const of = (place: number, rest: Partial<TestLlmSpan>): TestLlmSpan => ({
    time: new Date(base + n * 1_000 + place),
    traceId: traceId(n),
    spanId: spanId(n * 10 + place),
    ...(place > 0 ? { parentSpanId: spanId(n * 10) } : {}),
    service: "helpdesk",
    user: `u${n % 3}`,
    session: `s${n % 5}`,
    ...rest,
  });
  const call = (dollars: number): Partial<TestLlmSpan> => ({
    kind: "generation",
    name: "chat",
    model: n % 2 === 0 ? "gpt-5" : "claude-sonnet-5",
    provider: n % 2 === 0 ? "openai" : "anthropic",
    inputTokens: 100,
    outputTokens: n,
    cost: usd(dollars),
    durationMs: 100 + n,
  });
  return [
    of(0, {
      kind: "agent",
      name: "helper",
      agentName: "helper",
      counts: false,
      inputTokens: 200,
      outputTokens: 2 * n,
      cost: usd(n / 100),
      durationMs: 500,
      inputText: `Where is parcel ${n}?`,
      outputText: "It left Graz this morning.",
    }),
    of(1, { ...call(n / 1_000), toolNames: ["track"], outputText: `track({"parcel":${n}})` }),
    of(2, {
      kind: "tool",
      name: "track",
      operation: "execute_tool",
      counts: false,
      toolNames: ["track"],
      outputText: "Graz",
    }),
    of(3, {
      ...call(n / 1_000),
      prompt: { id: "p", name: "greet", version: n, label: "production" },
      metadata: [["plan", n % 2 ? "pro" : "free"]],
      tags: n === 4 ? ["beta"] : [],
    }),
  ];
};

describe("questions about model calls", () => {
  let store: TestTelemetry;
  beforeAll(async () => {
    store = await createTestTelemetry();
    const spans = Array.from({ length: 12 }, (_, n) => agentTrace(n)).flat();
    await putLlmSpans(store.telemetry, workspaceId, [
      ...spans,
      {
        time: new Date(base + 20_000),
        traceId: traceId(20),
        spanId: spanId(200),
        model: "house-1",
        status: "error",
        statusMessage: "No such house",
        errorType: "not_found",
        unpriced: "unknown_model",
        inputText: "Quote of the day, please",
        durationMs: 9_000,
      },
    ]);
    await putLlmSpans(store.telemetry, other, [
      { time: new Date(base), traceId: traceId(99), spanId: spanId(990) },
    ]);
  });
  afterAll(() => store.drop());

  const column = (name: LlmColumn, op: "=" | "!=" | ">" | "<" | ">=", value: string): LlmFilter => ({
    kind: "compare",
    field: { kind: "column", name },
    op,
    value,
  });
  const all = (...parts: LlmFilter[]): LlmFilter => ({ kind: "all", parts });
  const list = async (filter?: LlmFilter, order: LlmOrder = "newest", scored: Scored = new Map()) =>
    (await searchLlmTraces(store.telemetry, { workspaceId, window, filter, order, scored })).data.map(
      (line) => Number.parseInt(line.traceId.replace(/^a+/, "") || "a", 16) % 160,
    );

  it("a trace's totals are those of what counts, the agent's repetition left out", async () => {
    const { data } = await searchLlmTraces(store.telemetry, {
      workspaceId,
      window,
      filter: column("trace", "=", traceId(4)),
    });
    expect(data).toMatchObject([
      {
        name: "helper",
        costUsd: "0.008",
        inputTokens: 200,
        outputTokens: 8,
        callCount: 2,
        spanCount: 4,
        models: ["gpt-5"],
        user: "u1",
        session: "s4",
        input: "Where is parcel 4?",
        output: "It left Graz this morning.",
        prompts: [["greet", 4, "production"]],
        tags: ["beta"],
        hasRoot: true,
      },
    ]);
  });

  it.each<[string, LlmFilter, number[]]>([
    ["a model", column("model", "=", "house-1"), [20]],
    ["a model by a beginning", column("model", "=", "claude*"), [11, 9, 7, 5, 3, 1]],
    ["a cost", column("cost", ">", "0.0095"), [11, 10]],
    ["tokens", column("tokens", ">=", "110"), [11, 10]],
    ["a latency", column("latency", ">", "2s"), [20]],
    ["a version of a prompt", all(column("prompt", "=", "greet"), column("version", "=", "7")), [7]],
    ["a user and a session", all(column("user", "=", "u0"), column("session", "=", "s4")), [9]],
    ["a tag", column("tag", "=", "beta"), [4]],
    [
      "a tool",
      all(column("tool", "=", "track"), column("kind", "=", "tool"), column("span", "=", spanId(32))),
      [3],
    ],
    ["an error", column("status", "=", "error"), [20]],
    ["no price", column("unpriced", "=", "*"), [20]],
    [
      "words of the answer",
      all({ kind: "text", text: "graz this morning" }, column("trace", "=", traceId(2))),
      [2],
    ],
    ["one word of the question", { kind: "text", text: "quote" }, [20]],
    [
      "metadata",
      all(
        { kind: "compare", field: { kind: "either", key: "plan" }, op: "=", value: "free" },
        column("cost", ">", "0.007"),
      ),
      [10, 8],
    ],
    [
      "metadata that is otherwise",
      {
        kind: "all",
        parts: [
          column("kind", "=", "generation"),
          { kind: "compare", field: { kind: "attribute", key: "plan" }, op: "!=", value: "free" },
          column("version", ">", "8"),
        ],
      },
      [11, 9],
    ],
    [
      "either of two",
      { kind: "any", parts: [column("tag", "=", "beta"), column("status", "=", "error")] },
      [20, 4],
    ],
    ["not", all({ kind: "not", part: column("service", "=", "helpdesk") }), [20]],
  ])("finds by %s", async (_, filter, expected) => {
    expect(await list(filter)).toEqual(expected);
  });

  it("finds by a score that was looked up", async () => {
    const filter: LlmFilter = {
      kind: "compare",
      field: { kind: "either", key: "score.helpful" },
      op: "<",
      value: "0.5",
    };
    expect(
      await list(filter, "newest", new Map([[scoreKey("helpful", "<", "0.5"), [traceId(5), traceId(6)]]])),
    ).toEqual([6, 5]);
    expect(await list(filter)).toEqual([]);
  });

  it.each<[LlmOrder, number[]]>([
    ["newest", [20, 11, 10]],
    ["cost", [11, 10, 9]],
    ["tokens", [11, 10, 9]],
    ["slowest", [20, 11, 10]],
  ])("orders by %s, page by page, no trace twice", async (order, first) => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchLlmTraces(store.telemetry, { workspaceId, window, order, cursor, limit: 2 });
      seen.push(
        ...page.data.map((line) => Number.parseInt(line.traceId.replace(/^a+/, "") || "a", 16) % 160),
      );
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(13);
    expect(seen).toHaveLength(13);
    if (order !== "slowest") expect(seen.slice(0, 3)).toEqual(first);
  });

  it("what was priced again holds, in totals and tree", async () => {
    const [, call] = agentTrace(1) as [TestLlmSpan, TestLlmSpan];
    await putLlmSpans(store.telemetry, workspaceId, [{ ...call, cost: usd(5), revision: 9n }]);
    const { data } = await searchLlmTraces(store.telemetry, {
      workspaceId,
      window,
      filter: column("trace", "=", traceId(1)),
    });
    expect(data[0]?.costUsd).toBe("5.001");
    const tree = await llmTree(store.telemetry, { workspaceId, window, traceId: traceId(1) });
    expect(tree?.costUsd).toEqual(["0.01", "5", null, "0.001"]);
    expect(tree?.counts).toEqual([0, 1, 0, 1]);
    expect(tree?.parentIds).toEqual(["", spanId(10), spanId(10), spanId(10)]);
  });

  it("what was priced again is in no sum twice: over time, by conversation, by cost", async () => {
    const [, call] = agentTrace(1) as [TestLlmSpan, TestLlmSpan];
    const again = { ...call, model: "priced-again", user: "again", session: "again" };
    const fresh = { ...again, traceId: traceId(900), spanId: spanId(9_001), parentSpanId: "" };
    for (const [dollars, revision] of [
      [1, 0n],
      [3, 2n],
      [2, 5n],
    ] as const)
      await putLlmSpans(store.telemetry, other, [{ ...fresh, cost: usd(dollars), revision }]);
    const scope = { workspaceId: other, window, filter: column("model", "=", "priced-again") };
    const { total } = await llmTimeline(store.telemetry, scope);
    expect(total).toMatchObject({ calls: 1, costUsd: "2", inputTokens: 100 });
    const { data } = await llmGroups(store.telemetry, { ...scope, by: "session" });
    expect(data).toMatchObject([{ id: "again", callCount: 1, costUsd: "2" }]);
    const facets = await llmFacets(store.telemetry, scope);
    expect(facets.find(({ field }) => field === "kind")?.values).toEqual([{ value: "generation", spans: 1 }]);
    const dearest = await searchLlmTraces(store.telemetry, { ...scope, order: "cost" });
    expect(dearest.data.map(({ costUsd }) => costUsd)).toEqual(["2"]);
  });

  it("counts calls, errors, cost and tokens over time", async () => {
    const timeline = await llmTimeline(store.telemetry, {
      workspaceId,
      window,
      filter: column("model", "=", "gpt-5"),
    });
    expect(timeline.total).toMatchObject({
      calls: 12,
      errors: 0,
      costUsd: "0.06",
      inputTokens: 1_200,
      outputTokens: 60,
    });
    expect(timeline.calls.reduce((sum, n) => sum + n, 0)).toBe(12);
    expect(timeline.times).toHaveLength(timeline.calls.length);
    const none = await llmTimeline(store.telemetry, {
      workspaceId,
      window,
      filter: column("model", "=", "nobody"),
    });
    expect(none.total).toMatchObject({ calls: 0, costUsd: null, p95Ms: null });
  });

  it("tells the most frequent values of each field", async () => {
    const facets = await llmFacets(store.telemetry, { workspaceId, window });
    expect(facets.find(({ field }) => field === "status")?.values[0]).toEqual({
      value: "unset",
      spans: expect.any(Number),
    });
    expect(facets.map(({ field }) => field)).toEqual(
      expect.arrayContaining(["model", "prompt", "tag", "tool", "attr.plan"]),
    );
  });

  it("sums sessions and users", async () => {
    const users = await llmGroups(store.telemetry, {
      workspaceId,
      window,
      by: "user",
      order: "calls",
      filter: column("model", "=", "gpt-5"),
    });
    expect(users.data.map(({ id, callCount, traceCount }) => [id, callCount, traceCount])).toEqual([
      ["u2", 4, 2],
      ["u1", 4, 2],
      ["u0", 4, 2],
    ]);
    for (const order of groupOrders) {
      const asked = { workspaceId, window, by: "user" as const, order };
      const down = await llmGroups(store.telemetry, asked);
      const up: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await llmGroups(store.telemetry, { ...asked, ascending: true, limit: 1, cursor });
        up.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor && up.length < 99);
      expect(up, order).toEqual(down.data.map(({ id }) => id).reverse());
    }
    const one = await llmGroups(store.telemetry, { workspaceId, window, by: "session", id: "s4" });
    expect(one.data).toMatchObject([{ id: "s4", traceCount: 2, callCount: 4, userCount: 2 }]);
    const first = await llmGroups(store.telemetry, { workspaceId, window, by: "session", limit: 3 });
    const second = await llmGroups(store.telemetry, {
      workspaceId,
      window,
      by: "session",
      limit: 3,
      cursor: first.nextCursor ?? "",
    });
    expect([...first.data, ...second.data].map(({ id }) => id).sort()).toEqual([
      "s0",
      "s1",
      "s2",
      "s3",
      "s4",
    ]);
    expect(second.nextCursor).toBeNull();
  });

  it("opens one span, and finds a trace by its id; of another workspace neither", async () => {
    const found = await locateLlmTrace(store.telemetry, {
      workspaceId,
      traceId: traceId(3),
      now: new Date(),
    });
    expect(found && found.from.getTime() < base).toBe(true);
    const span = await findLlmSpan(store.telemetry, {
      workspaceId,
      window,
      traceId: traceId(3),
      spanId: spanId(33),
    });
    expect(span).toMatchObject({
      model: "claude-sonnet-5",
      promptName: "greet",
      promptVersion: 3,
      costUsd: "0.003",
      counts: true,
      metadataNames: ["plan"],
    });
    expect(
      await locateLlmTrace(store.telemetry, { workspaceId, traceId: traceId(99), now: new Date() }),
    ).toBeNull();
    expect(await llmTree(store.telemetry, { workspaceId, window, traceId: traceId(99) })).toBeNull();
  });
});
