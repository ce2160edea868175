import { type SnapshotMessage, snapshotChannel } from "./api-keys/schemas.ts";
import type { Runtime } from "./runtime.ts";

/** One part of the gateways' picture: a Redis hash of entries, each whole, each with a revision that only grows. */
export type SnapshotPart<Entry extends { revision: number }> = {
  /** Of a snapshot message. */
  name: string;
  hash: string;
  /** Key of the time at which the whole hash was last compared with the ledger. */
  markedAt: string;
  /** As the ledger has them now; those that are gone are not in the answer. */
  some(runtime: Runtime, fields: readonly string[]): Promise<Map<string, Entry>>;
  /** The next of all, in the order of their fields; fewer than `take` are the last. */
  after(runtime: Runtime, field: string | undefined, take: number): Promise<Map<string, Entry>>;
};

/** Entries a sweep reads at once. */
const batch = 500;
/** More changed fields than these are announced as one. */
const namedMax = 100;

/** Two publishers may meet: the picture with the higher revision stands. */
const putNewer = `
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then
  local ok, old = pcall(cjson.decode, known)
  if ok and old.revision and tonumber(old.revision) > tonumber(ARGV[2]) then return 0 end
  if known == ARGV[3] then return 0 end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;

/**
 * Tells the gateways about these entries as the ledger has them now.
 * @throws when Redis is away; the next sweep (`publishAll`) makes up for it
 */
export async function publishSome<Entry extends { revision: number }>(
  runtime: Runtime,
  part: SnapshotPart<Entry>,
  fields: readonly string[],
): Promise<void> {
  const current = await part.some(runtime, fields);
  for (const field of fields) {
    const entry = current.get(field);
    if (entry) await put(runtime, part, field, entry);
    else await runtime.redis.hdel(part.hash, field);
  }
  await announce(runtime, { part: part.name, fields: [...fields] });
}

/** Makes the gateways' picture equal to the ledger, whatever happened to Redis. */
export async function publishAll<Entry extends { revision: number }>(
  runtime: Runtime,
  part: SnapshotPart<Entry>,
): Promise<void> {
  const { redis } = runtime;
  // Redis first: what is made in between is then new to this sweep instead of looking left over.
  const [before, known] = await Promise.all([redis.hgetall(part.hash), redis.get(part.markedAt)]);
  const left = new Set(Object.keys(before));
  const changed: string[] = [];
  for (let last: string | undefined; ; ) {
    const entries = await part.after(runtime, last, batch);
    for (const [field, entry] of entries) {
      left.delete(field);
      last = field;
      if (before[field] === JSON.stringify(entry)) continue;
      if (await put(runtime, part, field, entry)) changed.push(field);
    }
    if (entries.size < batch) break;
  }
  for (const field of left) {
    await redis.hdel(part.hash, field);
    changed.push(field);
  }
  await redis.set(part.markedAt, runtime.clock.now().toISOString());
  if (!known || changed.length > namedMax) await announce(runtime, { part: part.name });
  else if (changed.length > 0) await announce(runtime, { part: part.name, fields: changed });
}

async function put<Entry extends { revision: number }>(
  { redis }: Runtime,
  { hash }: SnapshotPart<Entry>,
  field: string,
  entry: Entry,
): Promise<boolean> {
  const json = JSON.stringify(entry);
  return (await redis.eval(putNewer, 1, hash, field, String(entry.revision), json)) === 1;
}

async function announce({ redis }: Runtime, message: SnapshotMessage): Promise<void> {
  await redis.publish(snapshotChannel, JSON.stringify(message));
}
