import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { settle } from "./jobs.ts";
import { get, list } from "./read.ts";
import { runAll } from "./run-all.ts";
import type { RunEvent } from "./schemas.ts";
import { getSession, listSessions, removeSession, updateSession } from "./sessions.ts";
import { stop } from "./stop.ts";
import { makeRun, makeSession } from "./testing.ts";

let harness: Harness;
let workspace: TestWorkspace;
let ann: Caller;
/** Stands where the gateway stands: its own tests show what it does. */
let door: Server;
let answer: RequestListener = (_request, response) => response.end();

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  door = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const editor = await harness.callerAs(workspace, "editor");
  const gatewayUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  ann = { ...editor, runtime: { ...editor.runtime, gatewayUrl } };
});
afterAll(async () => {
  door.closeAllConnections();
  door.close();
  await harness?.close();
});

const cell = (more: Record<string, unknown> = {}) => ({
  key: "a",
  type: "chat",
  template: [{ role: "user", content: "Hello {{name}}" }],
  variables: { name: "Ada" },
  target: { route: "gpt-fast" },
  ...more,
});
const chunk = (delta: object, more: object = {}) =>
  `data: ${JSON.stringify({ model: "m-1", choices: [{ index: 0, delta }], ...more })}\n\n`;

type Play = { events: RunEvent[]; ended: RunEvent[] };

async function play(runs: object[], signal = new AbortController().signal): Promise<Play> {
  const events: RunEvent[] = [];
  const run = await runAll(ann, { runs });
  await run({ signal, emit: (event) => events.push(event), onStop: () => () => {} });
  return { events, ended: events.filter(({ kind }) => kind === "ended") };
}

describe("a run", () => {
  it("is written with its answer, its tokens and what it cost", async () => {
    let asked: { body: Record<string, unknown>; headers: NodeJS.Dict<string | string[]> } | undefined;
    answer = (request, response) => {
      let text = "";
      request.on("data", (piece) => {
        text += piece;
      });
      request.on("end", () => {
        asked = { body: JSON.parse(text), headers: request.headers };
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(chunk({ content: "Good " }));
        response.write(chunk({ content: "day" }));
        response.write(chunk({}, { usage: { prompt_tokens: 3, completion_tokens: 2 } }));
        response.end('event: triops\ndata: {"costUsd":"0.0012","provider":"demo"}\n\ndata: [DONE]\n\n');
      });
    };
    const { events } = await play([cell()]);
    expect(asked?.body).toMatchObject({
      model: "gpt-fast",
      stream: true,
      messages: [{ role: "user", content: "Hello Ada" }],
    });
    expect(asked?.headers["x-triops-workspace"]).toBe(workspace.id);
    expect(events.flatMap((event) => (event.kind === "text" ? [event.text] : [])).join("")).toBe("Good day");
    const [row] = (await list.call(ann, {} as never)).data;
    expect(row).toMatchObject({
      state: "done",
      output: "Good day",
      inputTokens: 3,
      outputTokens: 2,
      costUsd: "0.0012",
      provider: "demo",
      model: "m-1",
    });
    const { request } = await get.call(ann, { id: row?.id ?? "" });
    expect(request).toMatchObject({ variables: { name: "Ada" } });
  });

  it("answers tools by their mock results, and says where the answer misses its schema", async () => {
    let round = 0;
    answer = (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const call = { index: 0, id: "c1", function: { name: "weather", arguments: "{}" } };
      response.end(
        `${chunk(round++ === 0 ? { tool_calls: [call] } : { content: '{"degrees":"warm"}' })}data: [DONE]\n\n`,
      );
    };
    const { events, ended } = await play([
      cell({
        tools: [{ name: "weather", mock: "21" }],
        responseSchema: { type: "object", properties: { degrees: { type: "number" } } },
      }),
    ]);
    expect(round).toBe(2);
    expect(events.find(({ kind }) => kind === "tool")).toMatchObject({ call: { result: "21" } });
    expect(ended).toMatchObject([{ run: { state: "done", costUsd: null, check: { fits: false } } }]);
  });

  it("is not begun when its variables are missing, and says which", async () => {
    const { events } = await play([cell({ variables: {} })]);
    expect(events).toEqual([
      { kind: "refused", key: "a", message: "The prompt cannot be rendered. This variable is missing: name" },
    ]);
  });

  it("is written as failed when the gateway refuses it or breaks off", async () => {
    answer = (_request, response) => {
      response.writeHead(429, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { code: "spend_day", message: "The limit is reached" } }));
    };
    const refused = await play([cell()]);
    expect(refused.ended).toMatchObject([{ run: { state: "failed", errorMessage: "The limit is reached" } }]);
    answer = (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk({ content: "Half" }), () => response.destroy());
    };
    const cut = await play([cell()]);
    expect(cut.ended).toMatchObject([{ run: { state: "failed", output: "Half" } }]);
  });

  it("is written as stopped, with what came, when the reader leaves", async () => {
    const reader = new AbortController();
    answer = (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk({ content: "Half" }));
    };
    const events: RunEvent[] = [];
    const run = await runAll(ann, { runs: [cell()] });
    await run({
      signal: reader.signal,
      onStop: () => () => {},
      emit: (event) => {
        events.push(event);
        if (event.kind === "text") reader.abort();
      },
    });
    expect(events.at(-1)).toMatchObject({ kind: "ended", run: { state: "stopped", output: "Half" } });
  });

  it("is closed as lost when nobody says how it ended", async () => {
    const { id } = await makeRun(ann);
    const longAgo = new Date(ann.runtime.clock.now().getTime() - 3_600_000);
    await ann.runtime.database.promptRun.updateMany({ where: { id }, data: { createdAt: longAgo } });
    const { id: fresh } = await makeRun(ann);
    await ann.runtime.queue.enqueue(settle, {});
    await harness.settle();
    expect(await get.call(ann, { id })).toMatchObject({ state: "failed", errorCode: "lost" });
    expect(await get.call(ann, { id: fresh })).toMatchObject({ state: "running" });
    await expect(stop.call(ann, { id })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a session", () => {
  it("is refused when somebody saved it meanwhile", async () => {
    const { id, revision, content } = await makeSession(ann);
    await updateSession.call(ann, { id, content, revision });
    await expect(updateSession.call(ann, { id, content, revision })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await updateSession.call(ann, { id, name: "Another name" })).toMatchObject({
      name: "Another name",
    });
  });

  it("leaves its runs when it is deleted", async () => {
    const { id } = await makeSession(ann, "Short lived");
    const run = await makeRun(ann);
    await ann.runtime.database.promptRun.updateMany({ where: { id: run.id }, data: { sessionId: id } });
    expect((await listSessions.call(ann, { search: "short" } as never)).data).toHaveLength(1);
    await removeSession.call(ann, { id });
    await expect(getSession.call(ann, { id })).rejects.toMatchObject({ code: "not_found" });
    expect(await get.call(ann, { id: run.id })).toMatchObject({ sessionId: null });
  });
});
