import { newId } from "@triops/kernel/ids";
import { z } from "zod";
import { idInput } from "../paging.ts";
import { defineQuery, defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { gateOf, gateOfModel, workspaceScope } from "./gate-store.ts";
import { type GateChecks, gate, setGateInput, setModelGateInput } from "./schemas.ts";
import { requireModel } from "./store.ts";

/** What the workspace protects, and what a promotion must pass. */
export const readGate = defineQuery({
  name: "models.read-gate",
  permission: "models:read",
  input: z.object({}),
  output: gate,
  run: async ({ db }) => (await gateOf(db, []))(workspaceScope),
});

/** What holds for one model. */
export const readModelGate = defineQuery({
  name: "models.read-model-gate",
  permission: "models:read",
  input: idInput,
  output: gate,
  run: async ({ db }, { id }) => {
    await requireModel(db, id);
    return gateOfModel(db, id);
  },
});

/** An owner's: whoever may change the gate may walk through it. */
export const setGate = defineVerb({
  name: "models.set-gate",
  permission: "models:own",
  input: setGateInput,
  output: gate,
  run: async (work, { protectedAliases, checks }) => {
    const before = (await gateOf(work.db, []))(workspaceScope);
    await save(work, workspaceScope, protectedAliases, checks);
    const after = (await gateOf(work.db, []))(workspaceScope);
    work.audit({
      subject: { type: "model-gate", id: work.context.workspaceId },
      before: view("All models", before),
      after: view("All models", after),
    });
    return after;
  },
});

/** A gate of the model's own in place of the workspace's, or the workspace's again. */
export const setModelGate = defineVerb({
  name: "models.set-model-gate",
  permission: "models:own",
  input: setModelGateInput,
  output: gate,
  run: async (work, { id, protectedAliases, checks, inherit }) => {
    const model = await requireModel(work.db, id);
    const before = await gateOfModel(work.db, id);
    if (inherit) await work.db.modelGate.deleteMany({ where: { scope: id } });
    else await save(work, id, protectedAliases, checks);
    const after = await gateOfModel(work.db, id);
    work.audit({
      subject: { type: "model", id },
      before: { ...view(model.name, before), model: model.name },
      after: { ...view(model.name, after), model: model.name },
    });
    return after;
  },
});

const view = (
  name: string,
  { scope, protectedAliases, checks }: Pick<z.output<typeof gate>, "scope" | "protectedAliases" | "checks">,
) => ({ name: `Gate of ${name}`, scope, protectedAliases, checks });

async function save(
  { db, context }: Work,
  scope: string,
  protectedAliases: string[],
  checks: GateChecks,
): Promise<void> {
  const { workspaceId, actor } = context;
  const data = {
    protectedAliases: [...new Set(protectedAliases)],
    checks,
    updatedById: actor.id,
    updatedByName: actor.name,
  };
  await db.modelGate.upsert({
    where: { workspaceId_scope: { workspaceId, scope } },
    create: { id: newId(), workspaceId, scope, ...data },
    update: data,
  });
}
