import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { invalid, limitReached, TriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { defineQuery, defineVerb } from "../verb.ts";
import { commit } from "./commit.ts";
import { moveLabel } from "./labels.ts";
import {
  dropInput,
  dropped,
  fetchInput,
  langfusePages,
  langfusePrompt,
  pagesInput,
  putInput,
  relabelInput,
} from "./langfuse-schemas.ts";
import { langfuseShape } from "./langfuse-shape.ts";
import { composeAll } from "./library.ts";
import { defaultLabel, latestLabel, promptLimits } from "./names.ts";
import { dropVersion, remove } from "./remove.ts";
import { partOf } from "./snapshot.ts";
import {
  auditView,
  contentOf,
  findVersion,
  type PromptRow,
  shownVersions,
  type VersionRow,
} from "./store.ts";

// What Langfuse's API asks and does, as verbs: the same rights, audit and rules as everything else.

/** In Langfuse's words. */
const missing = (name: string, wanted = "") =>
  new TriopsError("not_found", `Prompt not found: '${name}'${wanted}`);

async function shown(db: Transaction, of: PromptRow, row: VersionRow, resolve: boolean) {
  const [composed] = resolve ? await composeAll(db, [partOf(of, row)]) : [];
  if (composed?.fault) throw invalid(composed.fault);
  const { template, config, type } = contentOf(row);
  const [version] = await shownVersions(db, [row]);
  return langfuseShape(
    of,
    {
      ...{ id: row.id, version: row.version, type, config, message: row.message },
      template: composed?.template ?? template,
      createdAt: row.createdAt.toISOString(),
    },
    { labels: version?.labels ?? [], graph: composed?.graph ?? null, createdBy: row.createdByName },
  );
}

/** A version by name and label (or number). @throws notFound, invalid */
export const fetch = defineQuery({
  name: "prompts.fetch",
  permission: "prompts:read",
  input: fetchInput,
  output: langfusePrompt,
  run: async ({ db }, { name, version, label, resolve }) => {
    if (version !== undefined && label !== undefined) throw invalid("Cannot specify both version and label");
    const wanted =
      version === undefined ? ` with label '${label ?? defaultLabel}'` : ` with version ${version}`;
    const of = await db.prompt.findFirst({ where: { name } });
    const row = of && (await findVersion(db, of, { version, label: label ?? defaultLabel }));
    if (!of || !row) throw missing(name, wanted);
    return shown(db, of, row, resolve);
  },
});

/** Prompts by name, page by page as Langfuse counts them. */
export const pages = defineQuery({
  name: "prompts.pages",
  permission: "prompts:read",
  input: pagesInput,
  output: langfusePages,
  run: async ({ db }, { name, label, tag, page, limit, fromUpdatedAt, toUpdatedAt }) => {
    const carrying =
      label && label !== latestLabel
        ? await db.promptLabel.findMany({ where: { label }, select: { promptId: true } })
        : null;
    const updatedAt = {
      ...(fromUpdatedAt ? { gte: new Date(fromUpdatedAt) } : {}),
      ...(toUpdatedAt ? { lt: new Date(toUpdatedAt) } : {}),
    };
    const where: Prisma.PromptWhereInput = {
      archivedAt: null,
      ...(name ? { name } : {}),
      ...(tag ? { tags: { has: tag } } : {}),
      ...(carrying ? { id: { in: carrying.map(({ promptId }) => promptId) } } : {}),
      ...(Object.keys(updatedAt).length > 0 ? { updatedAt } : {}),
    };
    const [totalItems, rows] = await Promise.all([
      db.prompt.count({ where }),
      db.prompt.findMany({ where, orderBy: { name: "asc" }, skip: (page - 1) * limit, take: limit }),
    ]);
    const promptId = { in: rows.map(({ id }) => id) };
    const heads = rows.flatMap(({ id, mainVersion }) =>
      mainVersion === null ? [] : [{ promptId: id, version: mainVersion }],
    );
    const [versions, newest, labels] = await Promise.all([
      db.promptVersion.findMany({
        where: { promptId },
        select: { promptId: true, version: true },
        orderBy: { version: "asc" },
      }),
      heads.length > 0
        ? db.promptVersion.findMany({ where: { OR: heads }, select: { promptId: true, config: true } })
        : [],
      db.promptLabel.findMany({ where: { promptId }, orderBy: { label: "asc" } }),
    ]);
    return {
      data: rows.map((row) => {
        const own = versions.filter((version) => version.promptId === row.id);
        const named = labels.filter((one) => one.promptId === row.id).map((one) => one.label);
        return {
          name: row.name,
          type: row.type,
          versions: own.map(({ version }) => version),
          labels: row.mainVersion === null ? named : [...named, latestLabel],
          tags: row.tags,
          lastUpdatedAt: row.updatedAt.toISOString(),
          lastConfig: newest.find((one) => one.promptId === row.id)?.config ?? {},
        };
      }),
      meta: { page, limit, totalItems, totalPages: Math.ceil(totalItems / limit) },
    };
  },
});

/** A version of the prompt of this name, which is made when there is none. @throws forbidden for a protected label */
export const put = defineVerb({
  name: "prompts.put",
  permission: "prompts:write",
  input: putInput,
  output: langfusePrompt,
  run: async (work, { name, type, prompt: template, config, labels, tags, commitMessage }) => {
    const { db, context } = work;
    const known = await db.prompt.findFirst({ where: { name } });
    if (!known && (await db.prompt.count()) >= promptLimits.promptsMax)
      throw limitReached(`A workspace has at most ${promptLimits.promptsMax} prompts`);
    let of: PromptRow;
    if (known) {
      const changed = tags && JSON.stringify([...tags].sort()) !== JSON.stringify([...known.tags].sort());
      of = changed ? await db.prompt.update({ where: { id: known.id }, data: { tags } }) : known;
      if (changed)
        work.audit({
          subject: { type: "prompt", id: of.id },
          before: auditView(known),
          after: auditView(of),
        });
    } else {
      of = await db.prompt.create({
        data: {
          id: newId(),
          workspaceId: context.workspaceId,
          name,
          tags: tags ?? [],
          type,
          createdById: context.actor.id,
          createdByName: context.actor.name,
          createdAt: context.now,
          updatedAt: context.now,
        },
      });
      work.audit({ subject: { type: "prompt", id: of.id }, before: null, after: auditView(of) });
    }
    const row = await commit(work, of, { template, variables: null, config, message: commitMessage });
    for (const label of labels) await moveLabel(work, { prompt: of, label, to: row, atCreation: !known });
    const after = await db.prompt.findFirst({ where: { id: of.id } });
    return shown(db, after ?? of, row, false);
  },
});

/** Points labels at a version. @throws notFound, forbidden for a protected label */
export const relabel = defineVerb({
  name: "prompts.relabel",
  permission: "prompts:write",
  input: relabelInput,
  output: langfusePrompt,
  run: async (work, { name, version, newLabels }) => {
    const { db } = work;
    const of = await db.prompt.findFirst({ where: { name } });
    const row = of && (await db.promptVersion.findFirst({ where: { promptId: of.id, version } }));
    if (!of || !row) throw missing(name);
    for (const label of new Set(newLabels)) await moveLabel(work, { prompt: of, label, to: row });
    // Labels that were there already are no move, and the call is none of nothing.
    const view = { name: `${of.name} v${version}`, prompt: of.name, version, labels: newLabels };
    work.audit({ subject: { type: "prompt-version", id: row.id }, before: view, after: view });
    return shown(db, of, row, false);
  },
});

/** A prompt, or those of its versions that are named. @throws notFound, forbidden, invalid */
export const drop = defineVerb({
  name: "prompts.drop",
  permission: "prompts:write",
  input: dropInput,
  output: dropped,
  run: async (work, { name, version, label }) => {
    const { db } = work;
    const of = await db.prompt.findFirst({ where: { name } });
    if (!of) throw missing(name);
    const count = await db.promptVersion.count({ where: { promptId: of.id } });
    if (version === undefined && label === undefined) {
      await remove.within(work, { id: of.id });
      return { versions: count };
    }
    const row = await findVersion(db, of, { version, label: label ?? "" });
    if (!row) throw missing(name);
    // A prompt without versions is none in Langfuse.
    if (count === 1) await remove.within(work, { id: of.id });
    else await dropVersion(work, row);
    return { versions: 1 };
  },
});
