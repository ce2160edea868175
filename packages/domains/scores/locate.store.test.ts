import { randomBytes } from "node:crypto";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeLlmTrace } from "../llm-traces/testing.ts";
import { inTransaction } from "../work.ts";
import { locateScores } from "./locate.ts";
import { list } from "./read.ts";
import { takeScores } from "./take-scores.ts";

let harness: Harness;
let home: TestWorkspace;
beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  home = await harness.makeWorkspace();
});
afterAll(() => harness.close());

const hex = (bytes: number) => randomBytes(bytes).toString("hex");
const ann = () => harness.callerAs(home, "editor");

async function take(score: object, receivedAt = harness.runtime.clock.now()) {
  const at = receivedAt.toISOString();
  const body = [
    {
      externalId: "log:1",
      name: "relevance",
      value: 0.5,
      comment: "",
      traceId: "",
      spanId: "",
      at,
      ...score,
    },
  ];
  const taken = [{ id: hex(8), source: "key", receivedAt, body }];
  await inTransaction(harness.systemCaller(home), "scores.take", (work) =>
    takeScores.run(work, taken as never),
  );
}
const locate = () =>
  locateScores.run({
    services: harness.runtime,
    signal: new AbortController().signal,
    now: harness.runtime.clock.now(),
  } as never);
const named = async (name: string) => (await list.call(await ann(), { name } as never)).data;

describe("a score that names an answer", () => {
  it("finds its span, also when the span comes later, and keeps it when it is sent again", async () => {
    const responseId = `chatcmpl-${hex(6)}`;
    await take({ name: "later", responseId, session: "" });
    await locate();
    expect(await named("later")).toMatchObject([{ traceId: "", responseId }]);
    const ids = await makeLlmTrace(await ann(), { responseId });
    await locate();
    expect(await named("later")).toMatchObject([ids]);
    await take({ name: "later", responseId, session: "" });
    expect(await named("later")).toMatchObject([ids]);
  });

  it("goes to the span of the answer rather than to the trace it was logged in", async () => {
    const responseId = `chatcmpl-${hex(6)}`;
    const ids = await makeLlmTrace(await ann(), { responseId });
    const logged = { traceId: hex(16), spanId: hex(8) };
    await take({ externalId: "log:2", name: "own-trace", responseId, session: "", ...logged });
    expect(await named("own-trace")).toMatchObject([logged]);
    await locate();
    expect(await named("own-trace")).toMatchObject([ids]);
  });

  it("is not looked for in another workspace, nor after a day", async () => {
    const [responseId, old] = [`chatcmpl-${hex(6)}`, `chatcmpl-${hex(6)}`];
    const other = await harness.makeWorkspace();
    await makeLlmTrace(await harness.callerAs(other, "editor"), { responseId });
    await makeLlmTrace(await ann(), { responseId: old });
    await take({ externalId: "log:3", name: "foreign", responseId, session: "" });
    const twoDaysAgo = new Date(harness.runtime.clock.now().getTime() - 2 * 86_400_000);
    await take({ externalId: "log:4", name: "old", responseId: old, session: "" }, twoDaysAgo);
    await locate();
    expect(await named("foreign")).toMatchObject([{ traceId: "" }]);
    expect(await named("old")).toMatchObject([{ traceId: "" }]);
  });
});
