import { scopeToWorkspace, type Transaction } from "@triops/database/scoped";
import { authorise } from "../permissions.ts";
import type { Caller, Runtime } from "../runtime.ts";
import type { Work } from "../work.ts";

export type Access = { db: Transaction; workspaceId: string; runtime: Runtime; now: Date };

/**
 * For what machines log by the thousand: checked like a verb, but neither a transaction of its own nor a line in the
 * audit. What people decide (deleting, renaming) is done by `inTransaction` and audited. @throws forbidden
 */
export function accessTo(caller: Caller, action: "read" | "write"): Access {
  const { context, runtime } = caller;
  authorise(context.actor, `training:${action}`);
  const { workspaceId, now } = context;
  return { db: scopeToWorkspace(runtime.database, workspaceId), workspaceId, runtime, now };
}

/** The same inside a transaction, whose verb has checked already. */
export const accessWithin = ({ db, runtime, context }: Work): Access => ({
  db,
  workspaceId: context.workspaceId,
  runtime,
  now: context.now,
});
