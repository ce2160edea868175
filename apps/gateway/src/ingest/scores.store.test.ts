import { intakeStream } from "@triops/domains/intake/schemas";
import { recordedSpans } from "@triops/telemetry/llm/map/recorded.testing";
import type { SpanRow } from "@triops/telemetry/tables/spans";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorld, type World } from "../world.testing.ts";
import { hex, otlp } from "./recorded-otlp.testing.ts";

const pairsOf = (fields: readonly string[]) =>
  fields.flatMap((name, at) => (at % 2 === 0 ? [[name, fields[at + 1] ?? ""] as const] : []));

describe("scores from SDKs", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  const queued = async () => {
    const entries = await world.redis.redis.xrange(intakeStream("scores"), "-", "+");
    const bodies = entries.map(([, fields]) => Object.fromEntries(pairsOf(fields)));
    return bodies
      .filter(({ workspaceId }) => workspaceId === world.key.workspaceId)
      .flatMap(({ body = "[]" }) => JSON.parse(body) as { name: string; value: unknown; traceId: string }[]);
  };

  it("results of evaluations are queued as scores of what was evaluated", async () => {
    const [span] = recordedSpans("otel-openai") as [SpanRow];
    const { json, traceIds } = otlp([span]);
    const events = [
      {
        name: "gen_ai.evaluation.result",
        timeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
        attributes: [
          { key: "gen_ai.evaluation.name", value: { stringValue: "relevance" } },
          { key: "gen_ai.evaluation.score.value", value: { doubleValue: 0.75 } },
        ],
      },
    ];
    const [inner] =
      (json as { resourceSpans: { scopeSpans: { spans: object[] }[] }[] }).resourceSpans[0]?.scopeSpans ?? [];
    Object.assign(inner?.spans[0] ?? {}, { events });
    expect((await world.post({ path: "/v1/traces", json })).status).toBe(200);
    expect(await queued()).toContainEqual(
      expect.objectContaining({ name: "relevance", value: 0.75, traceId: traceIds[0], spanId: span.spanId }),
    );
  });

  it("results of evaluations that are logged are queued too, once however often they are sent", async () => {
    const traceId = hex(16);
    const spanId = hex(8);
    const say = (name: string, more: object = {}, attributes: Record<string, object> = {}) => ({
      eventName: "gen_ai.evaluation.result",
      attributes: Object.entries({
        "gen_ai.evaluation.name": { stringValue: name },
        "gen_ai.evaluation.score.value": { doubleValue: 0.25 },
        "gen_ai.evaluation.explanation": { stringValue: "Half of it" },
        ...attributes,
      }).map(([key, value]) => ({ key, value })),
      ...more,
    });
    const json = {
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                // Without a time: what tells it from another is its content.
                say("in-context", { traceId, spanId }),
                say("by-answer", {}, { "gen_ai.response.id": { stringValue: "chatcmpl-77" } }),
                say("about-nothing"),
                say("failed", { traceId }, { "gen_ai.evaluation.score.value": { stringValue: "" } }),
              ],
            },
          ],
        },
      ],
    };
    for (let time = 0; time < 2; time++)
      expect((await world.post({ path: "/v1/logs", json })).status).toBe(200);
    const names = ["in-context", "by-answer", "about-nothing", "failed"];
    const taken = (await queued()).filter(({ name }) => names.includes(name));
    const [first, second, ...again] = taken as unknown as { externalId: string }[];
    expect(first).toMatchObject({ traceId, spanId, value: 0.25, comment: "Half of it", responseId: "" });
    expect(second).toMatchObject({ traceId: "", responseId: "chatcmpl-77" });
    expect(again.map(({ externalId }) => externalId)).toEqual([first?.externalId, second?.externalId]);
  });

  it("scores of Langfuse's clients are queued, one by one and in batches; what is no score is said", async () => {
    const traceId = hex(16);
    const one = await world.post({
      path: "/api/public/scores",
      json: { id: "s-1", traceId, name: "helpful", value: 1, dataType: "BOOLEAN" },
    });
    expect([one.status, await one.json()]).toEqual([200, { id: "s-1" }]);
    const many = await world.post({
      path: "/api/public/ingestion",
      json: {
        batch: [
          {
            id: "e-1",
            type: "score-create",
            timestamp: new Date().toISOString(),
            body: { traceId, name: "tone", value: "kind" },
          },
          { id: "e-2", type: "score-create", body: { name: "nothing", value: 1 } },
          { id: "e-3", type: "trace-create", body: {} },
        ],
      },
    });
    expect(many.status).toBe(207);
    expect(await many.json()).toMatchObject({
      successes: [{ id: "e-1" }],
      errors: [{ id: "e-2" }, { id: "e-3" }],
    });
    const names = (await queued()).filter((score) => score.traceId === traceId).map(({ name }) => name);
    expect(names).toEqual(["helpful", "tone"]);
    for (const json of [
      {},
      { traceId: "x", name: "y", value: 1 },
      { traceId, name: "y", value: 2, dataType: "BOOLEAN" },
    ])
      expect((await world.post({ path: "/api/public/scores", json })).status).toBe(400);
    expect((await world.post({ path: "/api/public/scores", json: {}, credential: "nobody" })).status).toBe(
      401,
    );
  });
});
