import type { Runtime } from "../runtime.ts";
import { keysLastUsedHash } from "./schemas.ts";

/** Set aside while it is written to the ledger, so that uses noted meanwhile are not lost. */
const flushing = `${keysLastUsedHash}:flushing`;

/** Remembers that a key was used. Best effort and cheap: one Redis command. */
export function noteUse(runtime: Runtime, keyId: string, at: Date): void {
  runtime.redis.hset(keysLastUsedHash, keyId, at.toISOString()).catch((error) => {
    runtime.log.debug({ err: error }, "use of a key not noted");
  });
}

/** Moves noted uses into the ledger. Safe to repeat: a time only ever grows. */
export async function flushUses(runtime: Runtime): Promise<void> {
  // What a killed flush left behind goes first; only then may the name be taken again.
  await writeUses(runtime);
  if ((await runtime.redis.exists(keysLastUsedHash)) === 0) return;
  await runtime.redis.rename(keysLastUsedHash, flushing);
  await writeUses(runtime);
}

async function writeUses(runtime: Runtime): Promise<void> {
  const uses = Object.entries(await runtime.redis.hgetall(flushing));
  const known = uses.filter(([id, at]) => isUuid(id) && !Number.isNaN(Date.parse(at)));
  if (known.length > 0) {
    const ids = known.map(([id]) => id);
    const times = known.map(([, at]) => new Date(at).toISOString());
    await runtime.database.$executeRaw`
      UPDATE "api_keys" AS k SET "lastUsedAt" = u.at
      FROM (SELECT unnest(${ids}::uuid[]) AS id, unnest(${times}::timestamp[]) AS at) AS u
      WHERE k.id = u.id AND (k."lastUsedAt" IS NULL OR k."lastUsedAt" < u.at)`;
  }
  if (uses.length > 0) await runtime.redis.del(flushing);
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
