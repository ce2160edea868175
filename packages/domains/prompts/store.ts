import type { Schema } from "@triops/analysis/json-schema/read-schema";
import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";
import { isProtected, readGateOf } from "./gate-store.ts";
import { folderOf, latestLabel, mainBranch } from "./names.ts";
import type { PromptType, Template } from "./template.ts";
import { variablesOf } from "./variables.ts";

export type PromptRow = Prisma.PromptGetPayload<object>;
export type VersionRow = Prisma.PromptVersionGetPayload<object>;
export type BranchRow = Prisma.PromptBranchGetPayload<object>;

/** @throws notFound, also for a prompt of another workspace */
export async function requirePrompt(db: Transaction, id: string): Promise<PromptRow> {
  const row = await db.prompt.findFirst({ where: { id } });
  if (!row) throw notFound("prompt");
  return row;
}

/** @throws notFound */
export async function requireVersion(db: Transaction, id: string): Promise<VersionRow> {
  const row = await db.promptVersion.findFirst({ where: { id } });
  if (!row) throw notFound("prompt version");
  return row;
}

/** @throws notFound */
export async function requireNumber(db: Transaction, promptId: string, version: number): Promise<VersionRow> {
  const row = await db.promptVersion.findFirst({ where: { promptId, version } });
  if (!row) throw notFound("prompt version");
  return row;
}

/** @throws notFound */
export async function requireBranch(db: Transaction, promptId: string, name: string): Promise<BranchRow> {
  const row = await db.promptBranch.findFirst({ where: { promptId, name } });
  if (!row) throw notFound("branch");
  return row;
}

/** The version that a name and a label (or a number) mean now, or null. */
export async function findVersion(
  db: Transaction,
  prompt: PromptRow,
  wanted: { version?: number | undefined; label: string },
): Promise<VersionRow | null> {
  const { id: promptId, mainVersion } = prompt;
  if (wanted.version !== undefined)
    return db.promptVersion.findFirst({ where: { promptId, version: wanted.version } });
  if (wanted.label === latestLabel)
    return mainVersion === null
      ? null
      : db.promptVersion.findFirst({ where: { promptId, version: mainVersion } });
  const at = await db.promptLabel.findFirst({ where: { promptId, label: wanted.label } });
  return at && db.promptVersion.findFirst({ where: { id: at.versionId } });
}

export const contentOf = (row: VersionRow) => ({
  type: row.type as PromptType,
  template: row.template as Template,
  declared: (row.variables ?? null) as Schema | null,
  config: row.config as Record<string, unknown>,
});

/** What the audit log shows of a prompt. */
export const auditView = ({ id, name, description, tags, type, archivedAt }: PromptRow) => ({
  id,
  name,
  description,
  tags,
  type,
  archived: archivedAt !== null,
});

/** What the audit log shows of a version; `name` as people say it. */
export const auditVersion = (prompt: Pick<PromptRow, "id" | "name">, row: VersionRow) => ({
  id: row.id,
  name: `${prompt.name} v${row.version}`,
  prompt: prompt.name,
  promptId: prompt.id,
  version: row.version,
  branch: row.branch,
  message: row.message,
});

const group = <Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> => {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
};

/** Prompts as they leave, in the order given: five statements for any number of them. */
export async function shownPrompts(db: Transaction, rows: readonly PromptRow[]) {
  if (rows.length === 0) return [];
  const promptId = { in: rows.map((row) => row.id) };
  const heads = rows.flatMap(({ id, mainVersion }) =>
    mainVersion === null ? [] : [{ promptId: id, version: mainVersion }],
  );
  const [labels, counts, branches, latest, gate] = await Promise.all([
    db.promptLabel.findMany({ where: { promptId }, orderBy: { label: "asc" } }),
    db.promptVersion.groupBy({ by: ["promptId"], where: { promptId }, _count: { _all: true } }),
    db.promptBranch.groupBy({ by: ["promptId"], where: { promptId, state: "open" }, _count: { _all: true } }),
    heads.length > 0
      ? db.promptVersion.findMany({
          where: { OR: heads },
          select: {
            id: true,
            promptId: true,
            version: true,
            message: true,
            createdAt: true,
            createdByName: true,
          },
        })
      : [],
    readGateOf(db),
  ]);
  const labelsOf = group(labels, (label) => label.promptId);
  const countOf = new Map(counts.map((count) => [count.promptId, count._count._all]));
  const branchesOf = new Map(branches.map((count) => [count.promptId, count._count._all]));
  const latestOf = new Map(latest.map((version) => [version.promptId, version]));
  return rows.map((row) => ({
    ...row,
    folder: folderOf(row.name),
    labels: (labelsOf.get(row.id) ?? []).map((label) => ({
      ...label,
      protected: isProtected(label.label, gate),
    })),
    latest: latestOf.get(row.id) ?? null,
    versions: countOf.get(row.id) ?? 0,
    branches: branchesOf.get(row.id) ?? 0,
  }));
}

export async function shownPrompt(db: Transaction, row: PromptRow) {
  const [shown] = await shownPrompts(db, [row]);
  if (!shown) throw notFound("prompt");
  return shown;
}

/** Versions as they leave, in the order given: two statements for any number of them. */
export async function shownVersions(db: Transaction, rows: readonly VersionRow[]) {
  if (rows.length === 0) return [];
  const [prompts, labels] = await Promise.all([
    db.prompt.findMany({
      where: { id: { in: [...new Set(rows.map((row) => row.promptId))] } },
      select: { id: true, name: true, mainVersion: true },
    }),
    db.promptLabel.findMany({
      where: { versionId: { in: rows.map((row) => row.id) } },
      orderBy: { label: "asc" },
    }),
  ]);
  const promptOf = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const labelsOf = group(labels, (label) => label.versionId);
  return rows.map((row) => {
    const prompt = promptOf.get(row.promptId);
    const latest = row.branch === mainBranch && prompt?.mainVersion === row.version ? [latestLabel] : [];
    const { template, declared, config } = contentOf(row);
    return {
      ...row,
      promptName: prompt?.name ?? "",
      template,
      config,
      variables: variablesOf(template, declared),
      declaredVariables: declared,
      labels: [...(labelsOf.get(row.id) ?? []).map(({ label }) => label), ...latest],
    };
  });
}

export async function shownVersion(db: Transaction, row: VersionRow) {
  const [shown] = await shownVersions(db, [row]);
  if (!shown) throw notFound("prompt version");
  return shown;
}

export const shownBranch = (row: BranchRow) => ({ ...row, state: row.state as "open" | "merged" | "closed" });
