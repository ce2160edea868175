import { scopeToWorkspace } from "@triops/database/scoped";
import type { z } from "zod";
import { idInput } from "../paging.ts";
import { authorise } from "../permissions.ts";
import { defineQuery, defineVerb, type Verb } from "../verb.ts";
import { listModels } from "./ask.ts";
import { offeredModels, type TestResult, testResult } from "./schemas.ts";
import { openSecrets, requireProvider } from "./store.ts";

const note = defineVerb({
  name: "llm-providers.test",
  permission: "llm-providers:admin",
  input: idInput.extend({ result: testResult }),
  output: testResult,
  run: async ({ db, audit }, { id, result }) => {
    // A memory, not a change: the picture of the gateways stays as it is.
    await db.llmProvider.updateMany({ where: { id }, data: { lastTest: result } });
    audit({ subject: { type: "llm-provider", id }, after: { tested: result.ok, message: result.message } });
    return result;
  },
});

/** One cheap call now, and what came of it. A failure is an answer. @throws notFound */
export const test: Verb<{ id: string }, TestResult> = {
  ...note,
  input: idInput as z.ZodType<{ id: string }>,
  async call(caller, raw) {
    const { context, runtime } = caller;
    authorise(context.actor, note.permission);
    const parsed = idInput.safeParse(raw ?? {});
    if (!parsed.success) return note.call(caller, raw as never);
    const db = scopeToWorkspace(runtime.database, context.workspaceId);
    const row = await requireProvider(db as never, parsed.data.id);
    const { result } = await listModels(runtime, { ...row, ...openSecrets(runtime, row) });
    return note.call(caller, { id: row.id, result });
  },
  within: () => Promise.reject(new Error("It asks somebody outside, and is no part of a transaction")),
};

/** What a provider offers, as it says now. Why it says nothing is an answer too. */
export const models = defineQuery({
  name: "llm-providers.models",
  // It spends the provider's patience: not for people who only look.
  permission: "llm-providers:write",
  input: idInput,
  output: offeredModels,
  run: async ({ db, runtime }, { id }) => {
    const row = await requireProvider(db, id);
    const { result, models: names } = await listModels(runtime, { ...row, ...openSecrets(runtime, row) });
    return { data: names.map((name) => ({ id: name })), reason: result.ok ? null : result.message };
  },
});
