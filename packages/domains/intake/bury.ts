import { newId } from "@triops/kernel/ids";
import type { Logger } from "@triops/kernel/logger";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { type IntakeEntry, type IntakeKind, intakeBytes, intakeStream } from "./schemas.ts";

/** A sample of what could not be taken in is kept; as long as the gateway's own. */
const payloadCharsMax = 4_096;

/** The database refused the values themselves: data exceptions, violated constraints. */
const dataFault = /Code: `2[23]\w{3}`|\b2[23]\d{3}\b/;
const fewTries = 3;
/** Ten minutes: a schema that is behind, a lock, a full disk are no fault of the entry. */
const manyTries = 600;

/** How often an entry is tried, once a second and by itself, before it is put aside. */
export function triesMax(error: unknown): number {
  if (!(error instanceof Error) || !error.name.startsWith("PrismaClient")) return fewTries;
  return dataFault.test(error.message) ? fewTries : manyTries;
}

type Bad = { streamId: string; fault: unknown; entry?: IntakeEntry; fields?: Record<string, string> };

/**
 * Puts an entry aside that can never be taken in: among the dead letters, where people see it, and out of the
 * stream. While ClickHouse is away it stays where it is and is tried again, holding up nobody.
 */
export async function buryEntry(runtime: Runtime, kind: IntakeKind, bad: Bad, log: Logger): Promise<void> {
  const fields = bad.entry ?? bad.fields ?? {};
  const body = fields.body ?? "";
  const workspaceId = z.uuid().safeParse(fields.workspaceId).data;
  const detail = bad.fault instanceof Error ? bad.fault.message : String(bad.fault);
  log.error({ kind, streamId: bad.streamId, workspaceId, detail }, "entry put among the dead letters");
  if (workspaceId) {
    const row = {
      workspace_id: workspaceId,
      time: runtime.clock.now().toISOString(),
      signal: kind,
      source: fields.source ?? "",
      reason: "not_taken_in",
      detail: detail.slice(0, 1_000),
      payload: body.slice(0, payloadCharsMax),
      count: Number(fields.items ?? 1) || 1,
    };
    try {
      await runtime.telemetry.insertRows({
        table: "dead_letters",
        rows: [row],
        token: newId(),
        waitMsMax: 1_000,
      });
    } catch (error) {
      log.warn({ err: error, kind }, "dead letter not written yet");
      return;
    }
  }
  await runtime.redis
    .multi()
    .xdel(intakeStream(kind), bad.streamId)
    .decrby(intakeBytes(kind), Buffer.byteLength(body))
    .exec();
}
