import type { Prisma } from "@triops/database/client";
import { type SnapshotMessage, snapshotChannel } from "../api-keys/schemas.ts";
import type { Runtime } from "../runtime.ts";
import { inOrder } from "./rules.ts";
import {
  deploymentsPart,
  type PublishedDeployment,
  publishedDeploymentsAt,
  publishedDeploymentsHash,
} from "./snapshot-schemas.ts";
import { type StoredVariant, variantOfRow } from "./stored.ts";

/** Rows a sweep reads at once. */
const batch = 500;

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

type Row = Prisma.DeploymentGetPayload<object>;

/**
 * Tells the gateways about these deployments as the ledger has them now.
 * @throws when Redis is away; the next sweep (`publishAllDeployments`) makes up for it
 */
export async function publishDeployments(runtime: Runtime, ids: readonly string[]): Promise<void> {
  const rows = await runtime.database.deployment.findMany({ where: { id: { in: [...ids] } } });
  const current = await published(runtime, rows);
  for (const id of ids) {
    const entry = current.get(id);
    if (entry) await put(runtime, entry);
    else await runtime.redis.hdel(publishedDeploymentsHash, id);
  }
  await announce(runtime, { part: deploymentsPart, fields: [...ids] });
}

/** Makes the gateways' picture equal to the ledger, whatever happened to Redis. */
export async function publishAllDeployments(runtime: Runtime): Promise<void> {
  const { redis, database } = runtime;
  // Redis first: what is made in between is then new to this sweep instead of looking left over.
  const [before, known] = await Promise.all([
    redis.hgetall(publishedDeploymentsHash),
    redis.get(publishedDeploymentsAt),
  ]);
  const left = new Set(Object.keys(before));
  const changed: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const rows = await database.deployment.findMany({
      where: cursor ? { id: { gt: cursor } } : {},
      orderBy: { id: "asc" },
      take: batch,
    });
    for (const [id, entry] of await published(runtime, rows)) {
      left.delete(id);
      if (before[id] === JSON.stringify(entry)) continue;
      if (await put(runtime, entry)) changed.push(id);
    }
    cursor = rows.at(-1)?.id;
    if (rows.length < batch) break;
  }
  for (const id of left) {
    await redis.hdel(publishedDeploymentsHash, id);
    changed.push(id);
  }
  await redis.set(publishedDeploymentsAt, runtime.clock.now().toISOString());
  if (!known || changed.length > 100) await announce(runtime, { part: deploymentsPart });
  else if (changed.length > 0) await announce(runtime, { part: deploymentsPart, fields: changed });
}

async function put({ redis }: Runtime, entry: PublishedDeployment): Promise<boolean> {
  const json = JSON.stringify(entry);
  return (
    (await redis.eval(putNewer, 1, publishedDeploymentsHash, entry.id, String(entry.revision), json)) === 1
  );
}

async function announce({ redis }: Runtime, message: SnapshotMessage): Promise<void> {
  await redis.publish(snapshotChannel, JSON.stringify(message));
}

async function published(
  { database }: Runtime,
  rows: readonly Row[],
): Promise<Map<string, PublishedDeployment>> {
  if (rows.length === 0) return new Map();
  const variants = await database.deploymentVariant.findMany({
    where: { deploymentId: { in: rows.map((row) => row.id) } },
  });
  return new Map(
    rows.map((row) => {
      const own = variants.filter((variant) => variant.deploymentId === row.id).map(variantOfRow);
      return [row.id, publishedOf(row, own)];
    }),
  );
}

function publishedOf(row: Row, variants: readonly StoredVariant[]): PublishedDeployment {
  return {
    workspaceId: row.workspaceId,
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    sticky: { header: row.stickyHeader },
    fallback: row.fallback,
    variants: inOrder(variants).map(({ target, headersSealed, alias: _alias, ...variant }) => ({
      ...variant,
      target:
        target.kind === "server"
          ? { ...target, headersSealed }
          : { kind: "onnx", objectKey: target.objectKey, sizeBytes: target.sizeBytes, sha256: null },
    })),
    logging: { sampleRate: row.sampleRate, maskColumns: row.maskColumns, retentionDays: row.retentionDays },
    revision: row.revision,
  };
}
