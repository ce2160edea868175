import type { Transaction } from "@triops/database/scoped";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { defineQuery, defineVerb } from "../verb.ts";
import { limitsInWords, noLimits } from "./rules.ts";
import { setWorkspaceLimitsInput, workspaceLimits } from "./schemas.ts";
import { spentBy } from "./spend.ts";
import { changeLimits, publishAfter } from "./store.ts";
import { limitsOf } from "./stored.ts";

async function read(db: Transaction, runtime: Runtime, workspaceId: string, now: Date) {
  const row = await db.llmLimits.findFirst();
  const limits = row ? limitsOf(row) : noLimits;
  const [spend = []] = await spentBy(
    runtime,
    [{ scope: { kind: "workspace", id: workspaceId }, limits }],
    now,
  );
  return { limits, spend, revision: row?.revision ?? 0 };
}

/** What binds all model calls of the workspace, whichever key they come with. */
export const getWorkspaceLimits = defineQuery({
  name: "virtual-keys.get-workspace-limits",
  permission: "virtual-keys:read",
  input: z.object({}),
  output: workspaceLimits,
  run: ({ db, runtime, context }) => read(db, runtime, context.workspaceId, context.now),
});

export const setWorkspaceLimits = defineVerb({
  name: "virtual-keys.set-workspace-limits",
  permission: "virtual-keys:own",
  input: setWorkspaceLimitsInput,
  output: workspaceLimits,
  run: async (work, { limits }) => {
    const { db, context, runtime } = work;
    await changeLimits(work);
    const before = await read(db, runtime, context.workspaceId, context.now);
    await db.llmLimits.updateMany({ data: { limits } });
    const view = (given: typeof limits) => ({ name: "all model calls", limits: limitsInWords(given) });
    work.audit({
      subject: { type: "workspace", id: context.workspaceId },
      before: view(before.limits),
      after: view(limits),
    });
    publishAfter(work);
    return read(db, runtime, context.workspaceId, context.now);
  },
});
