import type { Work } from "../work.ts";
import { promptLimits } from "./names.ts";
import { publishPrompts } from "./snapshot.ts";

/**
 * Notes that what gateways hold of a prompt is no longer right, nor of the prompts that include it, and publishes all
 * of them after the commit.
 */
export async function touch(work: Work, prompt: { id: string; name: string }): Promise<void> {
  const { db, runtime, context } = work;
  const ids = new Set([prompt.id]);
  let names = [prompt.name];
  for (let depth = 0; depth < promptLimits.depthMax && names.length > 0; depth++) {
    const above = await db.promptReference.findMany({
      where: { childName: { in: names } },
      select: { promptId: true },
      distinct: ["promptId"],
    });
    const fresh = above.map(({ promptId }) => promptId).filter((id) => !ids.has(id));
    for (const id of fresh) ids.add(id);
    const rows =
      fresh.length > 0
        ? await db.prompt.findMany({ where: { id: { in: fresh } }, select: { name: true } })
        : [];
    names = rows.map(({ name }) => name);
  }
  // In one order, so that two of these never wait for each other crosswise.
  for (const id of [...ids].sort())
    await db.prompt.updateMany({
      where: { id },
      data: { revision: { increment: 1 }, ...(id === prompt.id ? { updatedAt: context.now } : {}) },
    });
  work.afterCommit(() => publishPrompts(runtime, [...ids]));
}

/** Versions that include this prompt; with `by`, only those that do by this label or number. */
export async function includedBy(
  { db }: Pick<Work, "db">,
  name: string,
  by: { labels?: readonly string[]; version?: number } = {},
): Promise<string[]> {
  const { labels, version } = by;
  const narrowed = [
    ...(labels && labels.length > 0 ? [{ childLabel: { in: [...labels] } }] : []),
    ...(version === undefined ? [] : [{ childVersion: version }]),
  ];
  const rows = await db.promptReference.findMany({
    where: { childName: name, ...(labels || version !== undefined ? { OR: narrowed } : {}) },
    orderBy: { version: "desc" },
    take: 20,
  });
  if (rows.length === 0) return [];
  const prompts = await db.prompt.findMany({
    where: { id: { in: rows.map(({ promptId }) => promptId) } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(prompts.map((prompt) => [prompt.id, prompt.name]));
  return rows.map((row) => {
    const parent = `${nameOf.get(row.promptId) ?? ""} v${row.version}`;
    return `${parent} depends on ${name} ${row.childVersion === null ? row.childLabel : `v${row.childVersion}`}`;
  });
}
