import { newId } from "@triops/kernel/ids";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { create as createDataset } from "../datasets/change.ts";
import { addItem, removeItem, updateItem } from "../datasets/items.ts";
import { listItems } from "../datasets/read.ts";
import { create as createScore } from "../scores/create.ts";
import { list as listScores, summary } from "../scores/read.ts";
import { takeScores } from "../scores/take-scores.ts";
import { inTransaction } from "../work.ts";
import { getSession, listSessions, listUsers } from "./groups.ts";
import { get, graph, list, timeline } from "./read.ts";
import { getSpan } from "./span.ts";
import { makeLlmTrace } from "./testing.ts";

let harness: Harness;
let home: TestWorkspace;
let foreign: TestWorkspace;
beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  home = await harness.makeWorkspace();
  foreign = await harness.makeWorkspace();
});
afterAll(() => harness.close());

const ann = () => harness.callerAs(home, "editor");

describe("traces", () => {
  it("are found by a search, with cost, tokens and scores", async () => {
    const caller = await ann();
    const { traceId } = await makeLlmTrace(caller, { model: "house-7" });
    await createScore.call(caller, { traceId, name: "helpful", value: 0.25 } as never);
    const q = "model:house-7 cost>0.000001 tokens=15 score.helpful<0.5";
    const { data } = await list.call(caller, { q } as never);
    expect(data).toMatchObject([
      { traceId, costUsd: "0.0000045", callCount: 1, scores: [{ name: "helpful", number: 0.25 }] },
    ]);
    expect((await list.call(caller, { q: "model:house-7 score.helpful>0.5" } as never)).data).toEqual([]);
    expect((await list.call(caller, { q: "model:house-7 -score.helpful:*" } as never)).data).toEqual([]);
    const { total } = await timeline.call(caller, { q: "model:house-7" } as never);
    expect(total).toMatchObject({ calls: 1, costUsd: "0.0000045" });
  });

  it("a search that makes no sense says where", async () => {
    const caller = await ann();
    for (const q of ["cost>cheap", "model>a", "resource.x=1", "latency>soon", "score.helpful>good", '"'])
      await expect(list.call(caller, { q } as never)).rejects.toMatchObject({ code: "invalid" });
  });

  it("open with their tree, graph, messages and what each bucket cost", async () => {
    const caller = await ann();
    const ids = await makeLlmTrace(caller);
    const trace = await get.call(caller, { traceId: ids.traceId } as never);
    expect(trace.spans).toMatchObject({ id: [ids.spanId], parent: [-1], totalUsd: ["0.0000045"] });
    expect((await graph.call(caller, { traceId: ids.traceId } as never)).nodes.map(({ id }) => id)).toEqual([
      "start",
      "model:gpt-4o-mini",
    ]);
    expect(await getSpan.call(caller, ids as never)).toMatchObject({
      usage: [
        { bucket: "input", quantity: 10, costUsd: "0.0000015" },
        { bucket: "output", quantity: 5, costUsd: "0.000003" },
      ],
      body: {
        input: [{ role: "user", parts: [{ type: "text", text: "Hi" }] }],
        output: [{ role: "assistant", parts: [{ type: "text", text: "Hello" }] }],
      },
      hasBody: true,
    });
  });

  it("404 for another workspace, also with a time that is right", async () => {
    const ids = await makeLlmTrace(await ann());
    const stranger = await harness.callerAs(foreign, "owner");
    const at = new Date().toISOString();
    for (const run of [
      () => get.call(stranger, { traceId: ids.traceId, at } as never),
      () => getSpan.call(stranger, { ...ids, at } as never),
    ])
      await expect(run()).rejects.toMatchObject({ code: "not_found" });
  });

  it("sum up by session and user", async () => {
    const caller = await ann();
    for (let n = 0; n < 2; n++) await makeLlmTrace(caller, { session: "talk/1 ?", user: "zoe" });
    const sessions = await listSessions.call(caller, { q: 'session:"talk/1 ?"' } as never);
    expect(sessions.data).toMatchObject([{ id: "talk/1 ?", traceCount: 2, callCount: 2, user: "zoe" }]);
    expect(await getSession.call(caller, { session: "talk/1 ?" } as never)).toMatchObject({
      costUsd: "0.000009",
    });
    const users = await listUsers.call(caller, { q: "user:zoe" } as never);
    expect(users.data).toMatchObject([{ id: "zoe", sessionCount: 1 }]);
    await expect(getSession.call(caller, { session: "nobody" } as never)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("scores", () => {
  it("with an id of the sender's replace what they said before", async () => {
    const caller = await ann();
    const { traceId } = await makeLlmTrace(caller);
    const said = { traceId, name: "right", externalId: "run-1" };
    const first = await createScore.call(caller, { ...said, value: false } as never);
    const second = await createScore.call(caller, { ...said, value: true } as never);
    expect(second).toMatchObject({ id: first.id, kind: "boolean", number: 1, source: "person" });
    expect((await listScores.call(caller, { traceId } as never)).data).toHaveLength(1);
  });

  it("are numbers, words, or yes and no", async () => {
    const caller = await ann();
    const { traceId } = await makeLlmTrace(caller);
    const kindOf = async (given: object) =>
      (await createScore.call(caller, { traceId, name: "any", ...given } as never)).kind;
    expect(await kindOf({ value: 3 })).toBe("numeric");
    expect(await kindOf({ value: "rude" })).toBe("categorical");
    expect(await kindOf({ value: 1, kind: "boolean" })).toBe("boolean");
    for (const given of [
      { value: 2, kind: "boolean" },
      { value: "much", kind: "numeric" },
    ])
      await expect(kindOf(given)).rejects.toMatchObject({ code: "invalid" });
    const names = (await summary.call(caller, {} as never)).data;
    expect(
      names
        .filter(({ name }) => name === "any")
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(["boolean", "categorical", "numeric"]);
  });

  it("name a trace or a session, not both and not neither", async () => {
    const caller = await ann();
    for (const about of [{}, { traceId: "a".repeat(32), session: "s" }])
      await expect(
        createScore.call(caller, { ...about, name: "x", value: 1 } as never),
      ).rejects.toMatchObject({ code: "invalid" });
  });

  it("from an SDK come through the queue; twice the same is one", async () => {
    const caller = await ann();
    const { traceId, spanId } = await makeLlmTrace(caller);
    const said = {
      externalId: "sdk-1",
      name: "grounded",
      comment: "",
      traceId,
      spanId,
      session: "",
      at: new Date().toISOString(),
    };
    const taken = (value: number) => [
      { id: newId(), source: "key", receivedAt: new Date(), body: [{ ...said, value }] },
    ];
    for (const value of [0.3, 0.8])
      await inTransaction(harness.systemCaller(home), "scores.take", (work) =>
        takeScores.run(work, taken(value) as never),
      );
    const { data } = await listScores.call(caller, { traceId } as never);
    expect(data).toMatchObject([{ externalId: "sdk-1", number: 0.8, source: "sdk", spanId }]);
  });

  it("403 for a viewer", async () => {
    const viewer = await harness.callerAs(home, "viewer");
    await expect(
      createScore.call(viewer, { traceId: "a".repeat(32), name: "x", value: 1 } as never),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("datasets", () => {
  it("take an example from a trace: what went in, and what came out as what is expected", async () => {
    const caller = await ann();
    const { id: datasetId } = await createDataset.call(caller, { name: "Greetings" } as never);
    const { traceId, spanId } = await makeLlmTrace(caller);
    const item = await addItem.call(caller, { datasetId, traceId } as never);
    expect(item).toMatchObject({
      input: "Hi",
      expected: "Hello",
      traceId,
      spanId,
      metadata: { model: "gpt-4o-mini" },
    });
    await expect(addItem.call(caller, { datasetId, traceId, spanId } as never)).rejects.toMatchObject({
      code: "conflict",
    });
    await updateItem.call(caller, { datasetId, itemId: item.id, expected: null } as never);
    const { data } = await listItems.call(caller, { datasetId } as never);
    expect(data).toMatchObject([{ id: item.id, expected: null }]);
    await removeItem.call(caller, { datasetId, itemId: item.id } as never);
    expect((await listItems.call(caller, { datasetId } as never)).data).toEqual([]);
  });

  it("conflict for a second one of the same name", async () => {
    const caller = await ann();
    await createDataset.call(caller, { name: "Twice" } as never);
    await expect(createDataset.call(caller, { name: "Twice" } as never)).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
