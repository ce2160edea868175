import { conflict, invalid, limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { pageQuery, pageResult } from "../paging.ts";
import { defineQuery, defineVerb } from "../verb.ts";
import { commit } from "./commit.ts";
import { mergeContents } from "./merge.ts";
import { promptLimits } from "./names.ts";
import {
  branch,
  branchInput,
  branchListInput,
  branchPage,
  createBranchInput,
  mergeInput,
  mergePreview,
  promptVersion,
} from "./schemas.ts";
import {
  type BranchRow,
  contentOf,
  type PromptRow,
  requireBranch,
  requireNumber,
  requirePrompt,
  shownBranch,
  shownVersion,
  type VersionRow,
} from "./store.ts";

type Reading = { db: Parameters<typeof requirePrompt>[0] };

export const listBranches = defineQuery({
  name: "prompts.list-branches",
  permission: "prompts:read",
  input: branchListInput,
  output: branchPage,
  run: async ({ db }, { id, ...page }) => {
    await requirePrompt(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.promptBranch.findMany({ ...query, where: { ...where, promptId: id } });
    return pageResult(rows, page, shownBranch);
  },
});

/** A line of its own beside main. @throws conflict for a name that is taken */
export const createBranch = defineVerb({
  name: "prompts.create-branch",
  permission: "prompts:write",
  input: createBranchInput,
  output: branch,
  run: async (work, { id, name, version }) => {
    const { db, context } = work;
    const of = await requirePrompt(db, id);
    if (of.archivedAt) throw conflict("The prompt is archived: restore it first");
    const from = version ?? of.mainVersion;
    if (from === null) throw conflict("There is no version to begin with");
    await requireNumber(db, id, from);
    if (await db.promptBranch.findFirst({ where: { promptId: id, name } }))
      throw conflict(`There is a branch "${name}" already`);
    if (
      (await db.promptBranch.count({ where: { promptId: id, state: "open" } })) >=
      promptLimits.branchesOpenMax
    )
      throw limitReached(`A prompt has at most ${promptLimits.branchesOpenMax} open branches`);
    const row = await db.promptBranch.create({
      data: {
        id: newId(),
        workspaceId: context.workspaceId,
        promptId: id,
        name,
        baseVersion: from,
        headVersion: from,
        createdById: context.actor.id,
        createdByName: context.actor.name,
        createdAt: context.now,
        updatedAt: context.now,
      },
    });
    work.audit({ subject: { type: "prompt-branch", id: row.id }, before: null, after: auditBranch(of, row) });
    return shownBranch(row);
  },
});

/** Ends a branch without merging it; its versions stay. @throws conflict when it is not open */
export const closeBranch = defineVerb({
  name: "prompts.close-branch",
  permission: "prompts:write",
  input: branchInput,
  output: branch,
  run: async (work, { id, branch: name }) => {
    const { db, context } = work;
    const of = await requirePrompt(db, id);
    const before = await requireBranch(db, id, name);
    const [after] = await db.promptBranch.updateManyAndReturn({
      where: { id: before.id, state: "open" },
      data: { state: "closed", updatedAt: context.now },
    });
    if (!after) throw conflict(`The branch is ${before.state} already`);
    work.audit({
      subject: { type: "prompt-branch", id: after.id },
      before: auditBranch(of, before),
      after: auditBranch(of, after),
    });
    return shownBranch(after);
  },
});

const auditBranch = (of: PromptRow, { name, state, baseVersion, headVersion, mergedVersion }: BranchRow) => ({
  name: `${of.name}:${name}`,
  prompt: of.name,
  branch: name,
  state,
  baseVersion,
  headVersion,
  mergedVersion,
});

/** What a merge would give, and where both sides changed the same. */
export const previewMerge = defineQuery({
  name: "prompts.preview-merge",
  permission: "prompts:read",
  input: branchInput,
  output: mergePreview,
  run: async (reading, { id, branch: name }) => {
    const { line, main, head, merged } = await mergeOf(reading, id, name);
    return {
      branch: name,
      baseVersion: line.baseVersion,
      mainVersion: main.version,
      branchVersion: head.version,
      ...merged,
    };
  },
});

async function mergeOf({ db }: Reading, id: string, name: string) {
  const of = await requirePrompt(db, id);
  const line = await requireBranch(db, id, name);
  if (line.state !== "open") throw conflict(`The branch is ${line.state} already`);
  if (of.mainVersion === null) throw conflict("There is no version on main to merge into");
  const base = await requireNumber(db, id, line.baseVersion);
  const main = await requireNumber(db, id, of.mainVersion);
  const head = await requireNumber(db, id, line.headVersion);
  const side = (row: VersionRow) => {
    const { template, declared, config } = contentOf(row);
    return { template, variables: declared, config };
  };
  // A branch that began beside main: what main was then is its nearest ancestor anyway.
  return { of, line, base, main, head, merged: mergeContents(side(base), side(main), side(head)) };
}

/**
 * Takes a branch into main as a new version of main, and ends it.
 * @throws conflict when main moved on since it was looked at, or both changed the same and nothing resolves it
 */
export const mergeBranch = defineVerb({
  name: "prompts.merge-branch",
  permission: "prompts:write",
  input: mergeInput,
  output: promptVersion,
  run: async (work, { id, branch: name, message, mainVersion, resolved }) => {
    const { db, context } = work;
    const { of, line, main, head, merged } = await mergeOf(work, id, name);
    if (line.headVersion === line.baseVersion) throw conflict("The branch has nothing that main has not");
    if (mainVersion !== undefined && mainVersion !== main.version)
      throw conflict(`main moved on: its newest version is ${main.version}, not ${mainVersion}`);
    if (merged.conflicts.length > 0 && !resolved) {
      const places = [...new Set(merged.conflicts.map(({ path }) => path))];
      throw conflict(`Both changed the same: ${places.join(", ")}. Say what it shall be`);
    }
    const content = resolved ?? merged;
    if (hasMarks(content.template)) throw invalid("Marks of a conflict are still in the text");
    const written = await commit(
      work,
      of,
      {
        template: content.template,
        variables: content.variables,
        config: content.config,
        message: message || `Merge ${name}`,
      },
      { parentVersion: main.version, mergedVersion: head.version },
    );
    const [after] = await db.promptBranch.updateManyAndReturn({
      where: { id: line.id, state: "open", headVersion: line.headVersion },
      data: { state: "merged", mergedVersion: written.version, updatedAt: context.now },
    });
    if (!after) throw conflict("The branch was changed by somebody else just now; look again");
    work.audit({
      subject: { type: "prompt-branch", id: line.id },
      before: auditBranch(of, line),
      after: auditBranch(of, after),
    });
    return shownVersion(db, written);
  },
});

const hasMarks = (template: unknown): boolean => /(^|\\n|")<{7} main/.test(JSON.stringify(template));
