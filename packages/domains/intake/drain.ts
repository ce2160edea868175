import { systemContext } from "@triops/kernel/context";
import { isTriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Logger } from "@triops/kernel/logger";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";
import { buryEntry, triesMax } from "./bury.ts";
import type { IntakeHandler, Taken } from "./define.ts";
import { type IntakeEntry, intakeBytes, intakeEntry, intakeStream } from "./schemas.ts";

/** Entries read at once, and items of one transaction: it must end well before its limit of five seconds. */
const entriesPerRead = 32;
const itemsPerTransactionMax = 4_000;

type Stored = { streamId: string; entry: IntakeEntry; body: unknown };

/** Takes in everything that waits for one handler. @throws unavailable while a store is away: nothing is lost */
export async function drainIntake(
  runtime: Runtime,
  handler: IntakeHandler,
  tries: Map<string, number>,
  { signal, log }: { signal: AbortSignal; log: Logger },
): Promise<void> {
  const stream = intakeStream(handler.kind);
  for (let from = "-"; !signal.aborted; ) {
    const read = await runtime.redis.xrange(stream, from, "+", "COUNT", entriesPerRead);
    const stored: Stored[] = [];
    for (const [streamId, fields] of read) {
      from = `(${streamId}`;
      const parsed = parse(handler, streamId, fields);
      if ("fault" in parsed) await buryEntry(runtime, handler.kind, parsed, log);
      else stored.push(parsed);
    }
    for (const portion of portionsOf(stored)) await takePortion(runtime, handler, portion, tries, log);
    if (read.length < entriesPerRead) return;
  }
}

async function takePortion(
  runtime: Runtime,
  handler: IntakeHandler,
  portion: readonly Stored[],
  tries: Map<string, number>,
  log: Logger,
): Promise<void> {
  try {
    await commit(runtime, handler, portion);
  } catch (error) {
    if (isTriopsError(error) && error.code === "unavailable") throw error;
    const [only] = portion;
    if (portion.length > 1 || !only) {
      // One of them is bad: each by itself, so that it holds up nobody else.
      for (const one of portion) await takePortion(runtime, handler, [one], tries, log);
      return;
    }
    const tried = (tries.get(only.entry.id) ?? 0) + 1;
    log.warn({ err: error, kind: handler.kind, entry: only.entry.id, tried }, "entry could not be taken in");
    tries.set(only.entry.id, tried);
    if (tried < triesMax(error)) return;
    await buryEntry(runtime, handler.kind, { ...only, fault: error }, log);
    tries.delete(only.entry.id);
    return;
  }
  for (const { entry } of portion) tries.delete(entry.id);
  await forget(runtime, handler, portion);
}

async function commit(runtime: Runtime, handler: IntakeHandler, portion: readonly Stored[]): Promise<void> {
  const workspaceId = portion[0]?.entry.workspaceId ?? "";
  const context = systemContext(workspaceId, handler.name, runtime.clock.now(), newId());
  const subscriber = `intake.${handler.kind}`;
  await inTransaction({ context, runtime }, handler.name, async (work) => {
    const receipts = await work.db.eventReceipt.createManyAndReturn({
      data: portion.map(({ entry }) => ({ eventId: entry.id, subscriber, workspaceId })),
      skipDuplicates: true,
      select: { eventId: true },
    });
    const fresh = new Set(receipts.map((receipt) => receipt.eventId));
    const taken = portion
      .filter(({ entry }) => fresh.has(entry.id))
      .map(({ entry, body }) => ({
        id: entry.id,
        source: entry.source,
        receivedAt: new Date(entry.at),
        body,
      }));
    if (taken.length > 0) await handler.run(work, taken as Taken<never>[]);
  });
}

/** After the commit; if this fails the receipts turn the repetition into nothing. */
async function forget(runtime: Runtime, handler: IntakeHandler, portion: readonly Stored[]): Promise<void> {
  const bytes = portion.reduce((sum, { entry }) => sum + Buffer.byteLength(entry.body), 0);
  await runtime.redis
    .multi()
    .xdel(intakeStream(handler.kind), ...portion.map(({ streamId }) => streamId))
    .decrby(intakeBytes(handler.kind), bytes)
    .exec();
}

function parse(
  handler: IntakeHandler,
  streamId: string,
  fields: readonly string[],
): Stored | { streamId: string; fault: unknown; fields: Record<string, string> } {
  const record: Record<string, string> = {};
  for (let i = 0; i + 1 < fields.length; i += 2) record[fields[i] as string] = fields[i + 1] as string;
  try {
    const entry = intakeEntry.parse(record);
    return { streamId, entry, body: handler.body.parse(JSON.parse(entry.body)) };
  } catch (fault) {
    return { streamId, fault, fields: record };
  }
}

/** Neighbours of one workspace share a transaction, in the order of arrival. */
function portionsOf(stored: readonly Stored[]): Stored[][] {
  const open = new Map<string, { items: number; portion: Stored[] }>();
  const portions: Stored[][] = [];
  for (const one of stored) {
    const { workspaceId, items } = one.entry;
    const current = open.get(workspaceId);
    if (current && current.items + items <= itemsPerTransactionMax) {
      current.items += items;
      current.portion.push(one);
      continue;
    }
    const portion = [one];
    open.set(workspaceId, { items, portion });
    portions.push(portion);
  }
  return portions;
}
