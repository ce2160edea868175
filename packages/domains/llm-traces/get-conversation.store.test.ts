import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { create as createScore } from "../scores/create.ts";
import { getConversation } from "./get-conversation.ts";
import { makeLlmTrace } from "./testing.ts";

let harness: Harness;
let home: TestWorkspace;
let startMs: number;
beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  home = await harness.makeWorkspace();
  startMs = harness.runtime.clock.now().getTime() - 3_600_000;
});
afterAll(() => harness.close());

const ann = () => harness.callerAs(home, "editor");
const say = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });
const words = (turn: { calls: { messages: { role: string; parts: object[] }[] }[] }) =>
  turn.calls.flatMap(({ messages }) =>
    messages.flatMap(({ role, parts }) =>
      (parts as { text: string }[]).map(({ text }) => `${role}: ${text}`),
    ),
  );

/** A talk of which every call repeats all that was said. */
async function talk(session: string, turns: number): Promise<string[]> {
  const history: object[] = [];
  const traceIds: string[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const asked = say("user", `Question ${turn}`);
    const answer = say("assistant", `Answer ${turn}`);
    const { traceId } = await makeLlmTrace(
      await ann(),
      { session, time: new Date(startMs + turn * 60_000), name: "chat" },
      {
        input: JSON.stringify([say("system", "Be kind"), ...history, asked]),
        output: JSON.stringify([answer]),
      },
    );
    history.push(asked, answer);
    traceIds.push(traceId);
  }
  return traceIds;
}

describe("a session's conversation", () => {
  it("tells every message once, with what each turn cost and how it was scored, page by page", async () => {
    const caller = await ann();
    const session = "talk/42 ?";
    const [first = ""] = await talk(session, 5);
    await createScore.call(caller, { traceId: first, name: "helpful", value: true } as never);
    const said: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await getConversation.call(caller, { session, limit: 2, cursor } as never);
      if (pages === 0)
        expect(page.data[0]).toMatchObject({
          traceId: first,
          costUsd: "0.0000045",
          inputTokens: 10,
          scores: [{ name: "helpful", number: 1 }],
          calls: [{ isStep: false, error: "", isLeftOut: false }],
        });
      for (const turn of page.data) said.push(...words(turn).filter((text) => !text.startsWith("system")));
      cursor = page.nextCursor ?? undefined;
      pages++;
    } while (cursor && pages < 9);
    expect(pages).toBe(3);
    expect(said).toEqual(
      Array.from({ length: 5 }, (_, turn) => [`user: Question ${turn}`, `assistant: Answer ${turn}`]).flat(),
    );
  });

  it("a client's own span of a call that the gateway told is not told again", async () => {
    const caller = await ann();
    const session = "both";
    const time = new Date(startMs);
    const { traceId } = await makeLlmTrace(caller, { session, time });
    await makeLlmTrace(caller, { session, traceId, time, counts: false });
    const { data } = await getConversation.call(caller, { session } as never);
    expect(data).toMatchObject([{ traceId, calls: [{ isStep: false }] }]);
  });

  it("what went wrong is said, and what is not stored any more is marked", async () => {
    const caller = await ann();
    const session = "failing";
    await makeLlmTrace(
      caller,
      { session, status: "error", statusMessage: "overloaded", spanId: "0".repeat(15).concat("1") },
      { input: JSON.stringify([say("user", "Hi")]), output: "" },
    );
    const { data } = await getConversation.call(caller, { session } as never);
    expect(data[0]?.calls).toMatchObject([{ error: "overloaded", isLeftOut: true }]);
  });

  it("404 for another workspace and for nothing", async () => {
    await talk("mine", 1);
    const stranger = await harness.callerAs(await harness.makeWorkspace(), "owner");
    for (const [caller, session] of [
      [stranger, "mine"],
      [await ann(), "nobody's"],
    ] as const)
      await expect(getConversation.call(caller, { session } as never)).rejects.toMatchObject({
        code: "not_found",
      });
  });

  it("400 for a cursor that is none", async () => {
    await expect(
      getConversation.call(await ann(), { session: "mine", cursor: "1-x" } as never),
    ).rejects.toMatchObject({ code: "invalid" });
  });
});
