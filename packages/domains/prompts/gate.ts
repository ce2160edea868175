import { z } from "zod";
import { defineQuery, defineVerb } from "../verb.ts";
import { readGateOf } from "./gate-store.ts";
import { gate, setGateInput } from "./schemas.ts";

/** Which labels move by a request only. */
export const readGate = defineQuery({
  name: "prompts.read-gate",
  permission: "prompts:read",
  input: z.object({}),
  output: gate,
  run: ({ db }) => readGateOf(db),
});

/** An owner's: whoever may change the gate may walk through it. */
export const setGate = defineVerb({
  name: "prompts.set-gate",
  permission: "prompts:own",
  input: setGateInput,
  output: gate,
  run: async (work, { protectedLabels, allowAtCreation, expiresAfterHours }) => {
    const { db, context } = work;
    const { workspaceId, actor } = context;
    const before = await readGateOf(db);
    const data = {
      protectedLabels: [...new Set(protectedLabels)],
      allowAtCreation,
      expiresAfterHours,
      updatedById: actor.id,
      updatedByName: actor.name,
    };
    await db.promptGate.upsert({ where: { workspaceId }, create: { workspaceId, ...data }, update: data });
    const after = await readGateOf(db);
    work.audit({
      subject: { type: "prompt-gate", id: workspaceId },
      before: { name: "Gate of prompts", ...before },
      after: { name: "Gate of prompts", ...after },
    });
    return after;
  },
});
