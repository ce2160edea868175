import { scopeToWorkspace, type Transaction } from "@triops/database/scoped";
import { transaction } from "@triops/database/transaction";
import type { Context } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { type AuditEntry, appendAudit } from "./audit/append.ts";
import type { EventType } from "./event-type.ts";
import { publishLive } from "./live.ts";
import { requestRelay } from "./outbox/request.ts";
import type { Caller, Runtime } from "./runtime.ts";

/** One unit of work: a transaction in one workspace that knows what to record when it commits. */
export type Work = {
  context: Context;
  runtime: Runtime;
  /** Sees this workspace only. */
  db: Transaction;
  /** Records what was changed; at least once in every mutation. */
  audit(entry: Omit<AuditEntry, "verb">): void;
  /** Tells other nouns, after the commit. */
  emit<Payload>(event: EventType<Payload>, payload: Payload): void;
  /** Does something outside the database once this is committed. Best effort: a job must be able to make up for it. */
  afterCommit(effect: () => Promise<void>): void;
};

/**
 * Runs `body` in a transaction; its audit rows and events are written in the same one. After the commit the
 * screens of the workspace hear of it and the events are sent on their way (a relay finds them even if this
 * process ends right here).
 */
export async function inTransaction<T>(
  caller: Caller,
  verb: string,
  body: (work: Work) => Promise<T>,
): Promise<T> {
  const { context, runtime } = caller;
  let entries: AuditEntry[] = [];
  let emitted = 0;
  let effects: (() => Promise<void>)[] = [];
  const result = await transaction(scopeToWorkspace(runtime.database, context.workspaceId), async (db) => {
    entries = [];
    effects = [];
    const events: { name: string; payload: unknown }[] = [];
    const work: Work = {
      context,
      runtime,
      db,
      audit: (entry) => entries.push({ ...entry, verb }),
      emit: (event, payload) => events.push({ name: event.name, payload: event.payload.parse(payload) }),
      afterCommit: (effect) => effects.push(effect),
    };
    const value = await body(work);
    if (events.length > 0) {
      await db.outboxEvent.createMany({
        data: events.map((event) => ({
          id: newId(),
          workspaceId: context.workspaceId,
          type: event.name,
          payload: event.payload as object,
        })),
      });
    }
    await appendAudit(db, context, entries);
    await caller.beforeCommit?.(db, value);
    emitted = events.length;
    return value;
  });
  if (emitted > 0) requestRelay(runtime);
  if (entries.length > 0) publishLive(runtime, context, verb, entries);
  for (const effect of effects) {
    await effect().catch((error) => runtime.log.warn({ err: error, verb }, "effect after the commit failed"));
  }
  return result;
}
