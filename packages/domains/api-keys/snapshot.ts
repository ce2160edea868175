import type { Scope } from "@triops/kernel/context";
import type { Runtime } from "../runtime.ts";
import { limitsOf } from "./limits.ts";
import {
  type PublishedKey,
  publishedKeysAt,
  publishedKeysHash,
  type SnapshotMessage,
  snapshotChannel,
} from "./schemas.ts";

/** Rows a sweep reads at once. */
const batch = 1_000;

type Entry = [keyHash: string, published: string];

/**
 * Tells the gateway about these keys as the ledger has them now.
 * @throws when Redis is away; the next sweep (`publishAllKeys`) makes up for it
 */
export async function publishKeys(runtime: Runtime, ids: readonly string[]): Promise<void> {
  const rows = await runtime.database.apiKey.findMany({ where: { id: { in: [...ids] } } });
  const now = runtime.clock.now();
  const current = new Map(
    await entriesOf(
      runtime,
      rows.filter((row) => works(row, now)),
    ),
  );
  await apply(
    runtime,
    rows.map((row) => row.keyHash),
    current,
  );
}

/** Makes the gateway's picture equal to the ledger, whatever happened to Redis. */
export async function publishAllKeys(runtime: Runtime): Promise<void> {
  // Redis first: a key made in between is then new to this sweep instead of looking left over.
  const before = await runtime.redis.hgetall(publishedKeysHash);
  const known = await runtime.redis.get(publishedKeysAt);
  const current = new Map<string, string>();
  const now = runtime.clock.now();
  for (let cursor: string | undefined; ; ) {
    const rows = await runtime.database.apiKey.findMany({
      where: { revokedAt: null, ...(cursor ? { id: { gt: cursor } } : {}) },
      orderBy: { id: "asc" },
      take: batch,
    });
    for (const [hash, published] of await entriesOf(
      runtime,
      rows.filter((row) => works(row, now)),
    )) {
      current.set(hash, published);
    }
    cursor = rows.at(-1)?.id;
    if (rows.length < batch) break;
  }
  const changed = [...new Set([...Object.keys(before), ...current.keys()])].filter(
    (hash) => before[hash] !== current.get(hash),
  );
  if (changed.length > 0) await apply(runtime, changed, current);
  await runtime.redis.set(publishedKeysAt, now.toISOString());
  if (!known) await announce(runtime, { part: "keys" });
}

async function apply(
  runtime: Runtime,
  hashes: readonly string[],
  current: ReadonlyMap<string, string>,
): Promise<void> {
  if (hashes.length === 0) return;
  const transaction = runtime.redis.multi();
  for (const hash of hashes) {
    const published = current.get(hash);
    if (published === undefined) transaction.hdel(publishedKeysHash, hash);
    else transaction.hset(publishedKeysHash, hash, published);
  }
  await transaction.exec();
  await announce(runtime, hashes.length > 100 ? { part: "keys" } : { part: "keys", fields: [...hashes] });
}

async function announce(runtime: Runtime, message: SnapshotMessage): Promise<void> {
  await runtime.redis.publish(snapshotChannel, JSON.stringify(message));
}

type Row = {
  id: string;
  workspaceId: string;
  keyHash: string;
  scopes: string[];
  expiresAt: Date | null;
  webhookSecret: string | null;
};

const works = (row: { revokedAt: Date | null; expiresAt: Date | null }, now: Date): boolean =>
  row.revokedAt === null && (row.expiresAt === null || row.expiresAt > now);

async function entriesOf(runtime: Runtime, rows: readonly Row[]): Promise<Entry[]> {
  if (rows.length === 0) return [];
  const workspaces = await runtime.database.workspace.findMany({
    where: { id: { in: [...new Set(rows.map((row) => row.workspaceId))] } },
    select: { id: true, retentionDays: true, ingestLimits: true },
  });
  const byId = new Map(workspaces.map((row) => [row.id, row]));
  return rows.flatMap((row): Entry[] => {
    const workspace = byId.get(row.workspaceId);
    if (workspace === undefined) return [];
    const published: PublishedKey = {
      workspaceId: row.workspaceId,
      keyId: row.id,
      scopes: row.scopes as Scope[],
      expiresAt: row.expiresAt?.toISOString() ?? null,
      retentionDays: workspace.retentionDays,
      webhookSecret: row.webhookSecret,
      limits: limitsOf(workspace.ingestLimits),
    };
    return [[row.keyHash, JSON.stringify(published)]];
  });
}

/** What the gateway holds of a workspace travels with its keys. */
export async function publishWorkspaceKeys(runtime: Runtime, workspaceId: string): Promise<void> {
  const rows = await runtime.database.apiKey.findMany({
    where: { workspaceId, revokedAt: null },
    select: { id: true },
  });
  await publishKeys(
    runtime,
    rows.map((row) => row.id),
  );
}
