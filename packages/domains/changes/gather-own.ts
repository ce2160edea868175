import type { Database } from "@triops/database/client";
import { scopeToWorkspace } from "@triops/database/scoped";
import { defineJob } from "@triops/jobs/define";
import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { z } from "zod";
import { publishLive } from "../live.ts";
import type { Runtime } from "../runtime.ts";
import { ownChangeOf, ownPrefixes } from "./own-changes.ts";
import { beforeAndAfter } from "./store.ts";

const batch = 500;
const workspacesAtOnce = 200;
const verb = "changes.gather-own";

/**
 * Turns what the audit log records of Triops's own deeds into changes. It reads the log behind the verbs instead of
 * being called by them: none can forget it, and what was done before is there too.
 */
export const gatherOwn = defineJob<Record<string, never>, Runtime>({
  name: verb,
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  attempts: 1,
  timeoutMs: 60_000,
  concurrency: 1,
  dedupe: () => "own",
  every: { seconds: 5 },
  run: async ({ services, signal }) => {
    for (const behind of await workspacesBehind(services.database)) {
      if (signal.aborted) return;
      await catchUp(services, behind);
    }
  },
});

type Behind = { workspaceId: string; from: number; to: number };

/** Rows of a chain get their number under a lock that lasts until they commit, so a number seen means all before it. */
function workspacesBehind(database: Database): Promise<Behind[]> {
  return database.$queryRaw<Behind[]>`
    SELECT head."workspaceId", coalesce(done."auditSeq", 0) AS "from", head.seq AS "to"
    FROM audit_heads head LEFT JOIN change_progress done USING ("workspaceId")
    WHERE head.seq > coalesce(done."auditSeq", 0)
    ORDER BY head."workspaceId" LIMIT ${workspacesAtOnce}`;
}

/** Repeating it is harmless: a change's external id is that of its audit row. */
async function catchUp(runtime: Runtime, { workspaceId, from, to }: Behind): Promise<void> {
  const db = scopeToWorkspace(runtime.database, workspaceId);
  for (let seq = from; seq < to; ) {
    const events = await db.auditEvent.findMany({
      where: {
        seq: { gt: seq, lte: to },
        OR: ownPrefixes.map((startsWith) => ({ verb: { startsWith } })),
      },
      orderBy: { seq: "asc" },
      take: batch,
    });
    const rows = events.flatMap((event) => {
      const own = ownChangeOf(event);
      if (!own) return [];
      const { before, after, ...said } = own;
      return {
        ...said,
        id: newId(),
        workspaceId,
        ...beforeAndAfter(before, after),
        at: event.at,
        actor: event.actorKind === "system" ? "Triops" : event.actorName.slice(0, 200),
        source: "triops",
        externalId: event.id,
        createdById: event.actorId,
      };
    });
    const made = rows.length > 0 ? await db.change.createMany({ data: rows, skipDuplicates: true }) : null;
    seq = events.length < batch ? to : (events.at(-1)?.seq ?? to);
    await db.changeProgress.upsert({
      where: { workspaceId },
      create: { workspaceId, auditSeq: seq },
      update: { auditSeq: seq },
    });
    if (made && made.count > 0) {
      const context = systemContext(workspaceId, verb, runtime.clock.now(), newId());
      publishLive(
        runtime,
        context,
        verb,
        rows.map(({ id }) => ({ subject: { type: "change", id } })),
      );
    }
  }
}
