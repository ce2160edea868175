import type { Schema } from "@triops/analysis/json-schema/read-schema";
import { conflict, invalid, limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Work } from "../work.ts";
import { CompositionFault, compose, keyOf, referencesOf } from "./compose.ts";
import { loadLibrary } from "./library.ts";
import { mainBranch, promptLimits } from "./names.ts";
import { auditVersion, type BranchRow, type PromptRow, requireBranch, type VersionRow } from "./store.ts";
import type { PromptType, Template } from "./template.ts";
import { touch } from "./touch.ts";
import { templateFault } from "./variables.ts";

export type Content = {
  template: Template;
  variables: Schema | null;
  config: Record<string, unknown>;
  message: string;
};

type Place = {
  branch?: string | undefined;
  /** The head it was written from; unless given, it goes on top of whatever is there. */
  parentVersion?: number | undefined;
  /** Head of the branch that it takes in. */
  mergedVersion?: number;
};

export const typeOf = (template: Template): PromptType => (typeof template === "string" ? "text" : "chat");

/**
 * The only way a version comes to be. The prompt's row is locked by its next number, so heads are read after everybody
 * who was first.
 * @throws conflict when the branch moved on, the prompt is archived, or the branch is no longer open
 * @throws invalid for a template of the other type, or one that cannot be put together
 */
export async function commit(
  work: Work,
  of: PromptRow,
  content: Content,
  place: Place = {},
): Promise<VersionRow> {
  const { db, context } = work;
  const { template, variables, config, message } = content;
  const { branch = mainBranch, parentVersion, mergedVersion } = place;
  if (typeOf(template) !== of.type)
    throw invalid(
      "Previous versions have different prompt type. Create a new prompt with a different name.",
      [{ path: "template", message: `This is a ${of.type} prompt` }],
    );
  const [row] = await db.prompt.updateManyAndReturn({
    where: { id: of.id, archivedAt: null },
    data: { lastVersion: { increment: 1 }, updatedAt: context.now },
  });
  if (!row) throw conflict("The prompt is archived: restore it first");
  const version = row.lastVersion;
  if (version > promptLimits.versionsMax)
    throw limitReached(`A prompt has at most ${promptLimits.versionsMax} versions`);
  const line = branch === mainBranch ? null : await requireBranch(db, of.id, branch);
  if (line && line.state !== "open") throw conflict(`The branch "${branch}" is ${line.state}`);
  const head = line ? line.headVersion : row.mainVersion;
  if (parentVersion !== undefined && parentVersion !== head)
    throw conflict(`"${branch}" moved on: its newest version is ${head ?? "none"}, not ${parentVersion}`);
  const id = newId();
  await checkComposition(work, { id, name: of.name, version, type: typeOf(template), template });
  const written = await db.promptVersion.create({
    data: {
      id,
      workspaceId: context.workspaceId,
      promptId: of.id,
      version,
      type: of.type,
      template,
      ...(variables === null ? {} : { variables: variables as object }),
      config: config as object,
      message,
      branch,
      parentVersion: head,
      mergedVersion: mergedVersion ?? null,
      createdById: context.actor.id,
      createdByName: context.actor.name,
      createdAt: context.now,
    },
  });
  const references = referencesOf(template).map((reference) => ({
    workspaceId: context.workspaceId,
    versionId: id,
    promptId: of.id,
    version,
    reference: keyOf(reference),
    childName: reference.name,
    childLabel: reference.label,
    childVersion: reference.version,
  }));
  if (references.length > 0) await db.promptReference.createMany({ data: references });
  if (line) await advance(work, line, version);
  else await db.prompt.updateMany({ where: { id: of.id }, data: { mainVersion: version } });
  work.audit({
    subject: { type: "prompt-version", id },
    before: null,
    after: auditVersion(of, written),
  });
  await touch(work, of);
  return written;
}

async function advance({ db, context }: Work, line: BranchRow, headVersion: number): Promise<void> {
  await db.promptBranch.updateMany({
    where: { id: line.id },
    data: { headVersion, ahead: { increment: 1 }, updatedAt: context.now },
  });
}

type Candidate = Parameters<typeof compose>[0];

/** @throws invalid */
async function checkComposition({ db }: Work, part: Candidate): Promise<void> {
  try {
    const { template } = compose(part, await loadLibrary(db, referencesOf(part.template)));
    const fault = templateFault(template);
    if (fault) throw invalid(fault, [{ path: "template", message: fault }]);
  } catch (error) {
    if (error instanceof CompositionFault)
      throw invalid(error.message, [{ path: "template", message: error.message }]);
    throw error;
  }
}
