import { conflict, invalid } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { requireUnguarded } from "./labels.ts";
import { latestLabel, mainBranch } from "./names.ts";
import { prompt, promptVersion } from "./schemas.ts";
import {
  auditVersion,
  auditView,
  requirePrompt,
  requireVersion,
  shownPrompt,
  shownVersion,
  type VersionRow,
} from "./store.ts";
import { includedBy, touch } from "./touch.ts";

/** With all its versions. @throws forbidden while it carries a protected label, invalid while others include it */
export const remove = defineVerb({
  name: "prompts.remove",
  permission: "prompts:write",
  input: idInput,
  output: prompt,
  run: async (work, { id }) => {
    const { db } = work;
    const row = await requirePrompt(db, id);
    await requireUnguarded(work, row, null, "deleted");
    const parents = await includedBy(work, row.name);
    if (parents.length > 0) throw dependents(parents);
    const shown = await shownPrompt(db, row);
    const where = { promptId: id };
    await db.promptReference.deleteMany({ where });
    await db.promptLabel.deleteMany({ where });
    await db.promptLabelMove.deleteMany({ where });
    await db.promptBranch.deleteMany({ where });
    await db.promptVersion.deleteMany({ where });
    await db.prompt.deleteMany({ where: { id } });
    work.audit({ subject: { type: "prompt", id }, before: auditView(row), after: null });
    await touch(work, row);
    return shown;
  },
});

const dependents = (parents: readonly string[]) =>
  invalid(`Other prompts depend on it; change them first: ${parents.join("; ")}`);

/** One version; its labels go with it. @throws forbidden for a protected label, conflict for the head of a branch */
export const removeVersion = defineVerb({
  name: "prompts.remove-version",
  permission: "prompts:write",
  input: idInput,
  output: promptVersion,
  run: async (work, { id }) => {
    const row = await requireVersion(work.db, id);
    const shown = await shownVersion(work.db, row);
    await dropVersion(work, row);
    return shown;
  },
});

/** @throws forbidden, conflict, invalid */
export async function dropVersion(work: Work, row: VersionRow): Promise<void> {
  const { db } = work;
  const { id, promptId, version } = row;
  const of = await requirePrompt(db, promptId);
  const labels = await requireUnguarded(work, of, id, "deleted");
  const newest = of.mainVersion === version;
  const names = [...labels.map(({ label }) => label), ...(newest ? [latestLabel] : [])];
  const parents = await includedBy(work, of.name, { labels: names, version });
  if (parents.length > 0) throw dependents(parents);
  const line = await db.promptBranch.findFirst({
    where: { promptId, state: "open", OR: [{ headVersion: version }, { baseVersion: version }] },
  });
  if (line) throw conflict(`The open branch "${line.name}" needs it: merge or close it first`);
  await db.promptLabel.deleteMany({ where: { versionId: id } });
  await db.promptReference.deleteMany({ where: { versionId: id } });
  await db.promptVersion.deleteMany({ where: { id } });
  if (newest) {
    const before = await db.promptVersion.findFirst({
      where: { promptId, branch: mainBranch },
      orderBy: { version: "desc" },
    });
    await db.prompt.updateMany({ where: { id: promptId }, data: { mainVersion: before?.version ?? null } });
  }
  work.audit({ subject: { type: "prompt-version", id }, before: auditVersion(of, row), after: null });
  await touch(work, of);
}
