import { scopeToWorkspace } from "@triops/database/scoped";
import { type SnapshotMessage, snapshotChannel } from "../api-keys/schemas.ts";
import type { Runtime } from "../runtime.ts";
import type { Part } from "./compose.ts";
import { composeAll } from "./library.ts";
import { latestLabel } from "./names.ts";
import {
  newestPublished,
  olderVersionsHash,
  type PublishedPrompt,
  type PublishedPromptVersion,
  promptsPart,
  publishedPromptRevisions,
  publishedPromptsAt,
  publishedPromptsHash,
} from "./snapshot-schemas.ts";
import { contentOf, type PromptRow, type VersionRow } from "./store.ts";
import { takenBy } from "./variables.ts";

/** Rows a sweep reads at once. */
const batch = 500;
/** Prompts one sweep publishes; the rest comes with the next. */
const publishedAtOnce = 500;
/** Older versions written at once. */
const olderBatch = 200;

/** Counts up with what is published of a prompt, so that a new version of Triops publishes all of them again. */
const form = 2;
const markOf = ({ revision }: { revision: number }): string => `${revision}/${form}`;

/** Two publishers may meet: the picture with the higher revision stands. */
const putNewer = `
local known = redis.call('HGET', KEYS[2], ARGV[1])
if known and tonumber(string.match(known, '^%d+')) > tonumber(string.match(ARGV[2], '^%d+')) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
return 1`;

/**
 * Tells the gateways about these prompts as the ledger has them now.
 * @throws when Redis is away; the next sweep (`publishAllPrompts`) makes up for it
 */
export async function publishPrompts(runtime: Runtime, ids: readonly string[]): Promise<void> {
  const rows = await runtime.database.prompt.findMany({ where: { id: { in: [...ids] } } });
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) {
    const row = rowOf.get(id);
    if (row) await publishOne(runtime, row);
    else await forget(runtime, id);
  }
  await announce(runtime, { part: promptsPart, fields: [...ids] });
}

/** Makes the gateways' picture equal to the ledger, whatever happened to Redis. Compares revisions, not templates. */
export async function publishAllPrompts(runtime: Runtime): Promise<void> {
  const { redis, database } = runtime;
  // Redis first: what is made in between is then new to this sweep instead of looking left over.
  const [revisions, present, known] = await Promise.all([
    redis.hgetall(publishedPromptRevisions),
    redis.hkeys(publishedPromptsHash),
    redis.get(publishedPromptsAt),
  ]);
  const there = new Set(present);
  const left = new Set([...present, ...Object.keys(revisions)]);
  const changed: string[] = [];
  let all = true;
  for (let cursor: string | undefined; ; ) {
    const rows = await database.prompt.findMany({
      where: cursor ? { id: { gt: cursor } } : {},
      orderBy: { id: "asc" },
      take: batch,
    });
    for (const row of rows) {
      left.delete(row.id);
      if (there.has(row.id) && revisions[row.id] === markOf(row)) continue;
      if (changed.length >= publishedAtOnce) all = false;
      else if (await publishOne(runtime, row)) changed.push(row.id);
    }
    cursor = rows.at(-1)?.id;
    if (rows.length < batch) break;
  }
  for (const id of left) {
    await forget(runtime, id);
    changed.push(id);
  }
  if (all) await redis.set(publishedPromptsAt, runtime.clock.now().toISOString());
  if (!known || changed.length > 100) await announce(runtime, { part: promptsPart });
  else if (changed.length > 0) await announce(runtime, { part: promptsPart, fields: changed });
}

async function forget({ redis }: Runtime, id: string): Promise<void> {
  await redis.hdel(publishedPromptsHash, id);
  await redis.hdel(publishedPromptRevisions, id);
  await redis.del(olderVersionsHash(id));
}

async function announce({ redis }: Runtime, message: SnapshotMessage): Promise<void> {
  await redis.publish(snapshotChannel, JSON.stringify(message));
}

async function publishOne(runtime: Runtime, row: PromptRow): Promise<boolean> {
  const { redis } = runtime;
  const db = scopeToWorkspace(runtime.database, row.workspaceId);
  const promptId = row.id;
  const [labels, numbers] = await Promise.all([
    db.promptLabel.findMany({ where: { promptId }, select: { label: true, version: true } }),
    db.promptVersion.findMany({
      where: { promptId },
      select: { version: true },
      orderBy: { version: "desc" },
    }),
  ]);
  const held = new Set([
    ...labels.map(({ version }) => version),
    ...(row.mainVersion === null ? [] : [row.mainVersion]),
    ...numbers.slice(0, newestPublished).map(({ version }) => version),
  ]);
  const older = numbers.map(({ version }) => version).filter((version) => !held.has(version));
  // What is looked up is there before the picture that says so.
  const hash = olderVersionsHash(promptId);
  const known = new Set(older.length > 0 ? await redis.hkeys(hash) : []);
  const composed = new Set(
    older.length > 0
      ? (await db.promptReference.findMany({ where: { promptId }, select: { version: true } })).map(
          ({ version }) => version,
        )
      : [],
  );
  // A version never changes, but what it includes by label does.
  const missing = older.filter((version) => !known.has(String(version)) || composed.has(version));
  for (let at = 0; at < missing.length; at += olderBatch) {
    const versions = await versionsOf(runtime, row, missing.slice(at, at + olderBatch));
    const fields = versions.flatMap((version) => [String(version.version), JSON.stringify(version)]);
    if (fields.length > 0) await redis.hset(hash, ...fields);
  }
  const entry: PublishedPrompt = {
    workspaceId: row.workspaceId,
    id: row.id,
    name: row.name,
    type: row.type as PublishedPrompt["type"],
    tags: row.tags,
    labels: {
      ...Object.fromEntries(labels.map(({ label, version }) => [label, version])),
      ...(row.mainVersion === null ? {} : { [latestLabel]: row.mainVersion }),
    },
    versions: await versionsOf(runtime, row, [...held]),
    older,
    updatedAt: row.updatedAt.toISOString(),
    archived: row.archivedAt !== null,
    revision: row.revision,
  };
  const keys = [publishedPromptsHash, publishedPromptRevisions];
  return (await redis.eval(putNewer, 2, ...keys, row.id, markOf(row), JSON.stringify(entry))) === 1;
}

async function versionsOf(
  runtime: Runtime,
  prompt: PromptRow,
  numbers: readonly number[],
): Promise<PublishedPromptVersion[]> {
  const db = scopeToWorkspace(runtime.database, prompt.workspaceId);
  const rows = await db.promptVersion.findMany({
    where: { promptId: prompt.id, version: { in: [...numbers] } },
    orderBy: { version: "desc" },
  });
  const composed = await composeAll(
    db,
    rows.map((row) => partOf(prompt, row)),
  );
  return rows.map((row, index) => {
    const { declared, config, type } = contentOf(row);
    const { template, graph, fault } = composed[index] ?? { ...contentOf(row), graph: null, fault: null };
    const taken = takenBy(template, declared);
    return {
      id: row.id,
      version: row.version,
      type,
      template,
      variables: taken.variables,
      config,
      fault: fault ?? taken.fault,
      message: row.message,
      graph,
      createdAt: row.createdAt.toISOString(),
      createdByName: row.createdByName,
    };
  });
}

export const partOf = (prompt: Pick<PromptRow, "name">, row: VersionRow): Part => {
  const { type, template } = contentOf(row);
  return { id: row.id, name: prompt.name, version: row.version, type, template };
};
