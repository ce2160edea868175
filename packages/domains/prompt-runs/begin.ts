import type { Transaction } from "@triops/database/scoped";
import { invalid, isTriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { z } from "zod";
import { requirePrompt } from "../prompts/index.ts";
import { defineVerb } from "../verb.ts";
import { renderDraft } from "./render-draft.ts";
import { beginInput, type Cell, cell } from "./schemas.ts";

const message = z.record(z.string(), z.unknown());
const begun = z.object({
  data: z.array(
    z.object({
      cell,
      id: z.uuid().nullable().describe("Null for one that cannot be run"),
      refusal: z.string(),
      messages: z.array(message),
      promptName: z.string().nullable(),
    }),
  ),
});
export type Begun = z.output<typeof begun>["data"][number];

/**
 * Renders each cell and writes its run, before anything is asked of a model. A cell that cannot be rendered is told
 * why and has no run.
 */
export const begin = defineVerb({
  name: "prompt-runs.begin",
  permission: "prompt-runs:write",
  input: beginInput,
  output: begun,
  run: async (work, { sessionId, runs }) => {
    const { db, context } = work;
    const { workspaceId, actor, now } = context;
    if (new Set(runs.map(({ key }) => key)).size < runs.length)
      throw invalid("Each run needs a key of its own");
    const kept = sessionId ? await db.playgroundSession.findFirst({ where: { id: sessionId } }) : null;
    const data: Begun[] = [];
    for (const one of runs) {
      const prepared = await prepare(db, one);
      if ("refusal" in prepared) {
        data.push({ cell: one, id: null, messages: [], promptName: null, refusal: prepared.refusal });
        continue;
      }
      const id = newId();
      const { promptId, promptName, messages } = prepared;
      const { template, variables, parameters, tools, responseSchema, prompt, target } = one;
      await db.promptRun.create({
        data: {
          id,
          workspaceId,
          sessionId: kept?.id ?? null,
          promptId,
          promptName,
          promptVersion: promptId === null ? null : (prompt?.version ?? null),
          edited: prompt?.edited ?? false,
          route: "route" in target ? target.route : null,
          providerId: "route" in target ? null : target.providerId,
          model: "route" in target ? target.route : target.model,
          request: { template, variables, messages, parameters, tools, responseSchema } as object,
          state: "running",
          toolCalls: [],
          startedById: actor.id,
          startedByKind: actor.kind,
          startedByName: actor.name,
          createdAt: now,
        },
      });
      data.push({ cell: one, id, messages, promptName, refusal: "" });
    }
    const ids = data.flatMap(({ id }) => (id === null ? [] : [id]));
    work.audit({
      subject: { type: "prompt-run", id: ids[0] ?? "none" },
      after: { runs: ids.length, refused: data.length - ids.length },
    });
    return { data };
  },
});

type Prepared = {
  messages: Record<string, unknown>[];
  promptId: string | null;
  promptName: string | null;
};

async function prepare(db: Transaction, one: Cell): Promise<Prepared | { refusal: string }> {
  try {
    const prompt = one.prompt ? await requirePrompt(db, one.prompt.id) : null;
    const name = prompt?.name ?? null;
    const rendered = await renderDraft(db, { ...one, name }, one.variables);
    const messages = rendered.messages ?? [{ role: "user", content: rendered.text }];
    if (messages.length === 0) return { refusal: "There is no message to send" };
    return { messages, promptId: prompt?.id ?? null, promptName: name };
  } catch (error) {
    if (isTriopsError(error)) return { refusal: error.message };
    throw error;
  }
}
