import { newId } from "@triops/kernel/ids";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import type { Session } from "./schemas.ts";
import { createSession } from "./sessions.ts";

const content = { columns: [{ id: "a" }], inputs: [], tools: [] };

export const makeSession = (caller: Caller, name = "Refund tone"): Promise<Session> =>
  createSession.call(caller, { name, content });

/** As `begin` writes it, with nobody running it. */
export async function makeRun(caller: Caller): Promise<{ id: string }> {
  const id = newId();
  const { actor, workspaceId, now } = caller.context;
  await caller.runtime.database.promptRun.create({
    data: {
      id,
      workspaceId,
      route: "gpt-fast",
      model: "gpt-fast",
      request: { messages: [{ role: "user", content: "Hello" }] },
      state: "running",
      toolCalls: [],
      startedById: actor.id,
      startedByKind: actor.kind,
      startedByName: actor.name,
      createdAt: now,
    },
  });
  return { id };
}

const ofSession =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeSession(caller)).id, ...more });

export const samples: Samples = {
  "prompt-runs.get": makeRun,
  "prompt-runs.stop": makeRun,
  "prompt-runs.create-session": async () => ({ name: "Tone of voice", content }),
  "prompt-runs.get-session": ofSession(),
  "prompt-runs.update-session": ofSession({ name: "Renamed" }),
  "prompt-runs.remove-session": ofSession(),
};
