import { conflict } from "@triops/kernel/errors";
import {
  endKeysOfVirtual,
  endsAfterRotation,
  insertKey,
  keyAuditView,
  limitKeysOfVirtual,
  mayHandOut,
  publishKeys,
} from "../api-keys/index.ts";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { blockedBecause, virtualKeyState } from "./rules.ts";
import { newVirtualKey, rotateInput, virtualKey } from "./schemas.ts";
import {
  auditView,
  changeLimits,
  publishAfter,
  type Row,
  readingOf,
  requireVirtualKey,
  shownOne,
} from "./store.ts";

/** A new text for the same key: limits, team and what was spent stay. The old text works on for the grace. */
export const rotate = defineVerb({
  name: "virtual-keys.rotate",
  permission: "virtual-keys:admin",
  input: rotateInput,
  output: newVirtualKey,
  run: async (work, { id, graceMinutes }) => {
    const { db, context, runtime } = work;
    await changeLimits(work);
    const before = await requireVirtualKey(db, id);
    const blocked = blockedBecause(virtualKeyState(before, context.now));
    if (blocked) throw conflict(blocked);
    mayHandOut(context.actor, ["llm"]);
    // Both at once: of two who rotate, one is told.
    const [row] = await db.virtualKey.updateManyAndReturn({
      where: { id, revision: before.revision, revokedAt: null },
      data: { revision: { increment: 1 } },
    });
    if (!row) throw conflict("Somebody else changed this key just now; look again");
    await limitKeysOfVirtual(work, id, (key) => endsAfterRotation(key.expiresAt, graceMinutes, context.now));
    const { name, expiresAt } = row;
    const apiKey = await insertKey(work, { name, scopes: ["llm"], expiresAt, virtualKeyId: id });
    work.audit({ subject: { type: "virtual-key", id }, before: auditView(before), after: auditView(row) });
    work.audit({ subject: { type: "api-key", id: apiKey.id }, after: keyAuditView(apiKey) });
    publishAfter(work);
    work.afterCommit(() => publishKeys(runtime, [apiKey.id]));
    return { ...(await shownOne(readingOf(work), row)), key: apiKey.key };
  },
});

/** Ends it for good, with every text it has. @throws conflict */
export const revoke = defineVerb({
  name: "virtual-keys.revoke",
  permission: "virtual-keys:admin",
  input: idInput,
  output: virtualKey,
  run: async (work, { id }) => {
    await changeLimits(work);
    const row = await end(work, await requireVirtualKey(work.db, id));
    if (!row) throw conflict("This key was revoked already");
    return shownOne(readingOf(work), row);
  },
});

/** @returns null when it had ended already */
export async function end(work: Work, before: Row): Promise<Row | null> {
  const { db, context } = work;
  const [row] = await db.virtualKey.updateManyAndReturn({
    where: { id: before.id, revokedAt: null },
    data: { revokedAt: context.now, revision: { increment: 1 } },
  });
  if (!row) return null;
  work.audit({
    subject: { type: "virtual-key", id: row.id },
    before: auditView(before),
    after: auditView(row),
  });
  // The key first: without its limits it must not be known any more.
  await endKeysOfVirtual(work, row.id);
  publishAfter(work);
  return row;
}
