import type { Transaction } from "@triops/database/scoped";
import { invalid, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { originsOf } from "../training/index.ts";
import { defineVerb } from "../verb.ts";
import { versionCreated } from "./events.ts";
import { promptTag, sourceFault } from "./rules.ts";
import { createVersionInput, modelVersion } from "./schemas.ts";
import { auditVersion, isPrompt, lastOfEach, shownVersion } from "./store.ts";

/** Adds a version to a model. Its number is the next that was never given. @throws invalid for its source */
export const createVersion = defineVerb({
  name: "models.create-version",
  permission: "models:write",
  input: createVersionInput,
  output: modelVersion,
  run: async (work, { modelId, source, runId, runLink, loggedModelId, description, tags }) => {
    const { db, context } = work;
    const { workspaceId, actor, now } = context;
    const kept = lastOfEach(tags);
    // A version of a prompt is its text in a tag; its source is a placeholder of the client.
    const prompt = kept.some((tag) => tag.key === promptTag && tag.value.toLowerCase() === "true");
    const fault = prompt ? null : (sourceFault(source) ?? contradiction(source, runId, loggedModelId));
    if (fault) throw invalid(`This source will not do: ${fault}`, [{ path: "source", message: fault }]);
    // The row stays locked until the end: two versions never share a number.
    const [of] = await db.registeredModel.updateManyAndReturn({
      where: { id: modelId },
      data: { lastVersion: { increment: 1 }, updatedAt: now },
    });
    if (!of) throw notFound("model");
    const logged = loggedModelId || idInSource(source);
    const ownRun = runId || (await runBehind(db, logged));
    const row = await db.modelVersion.create({
      data: {
        id: newId(),
        workspaceId,
        modelId,
        version: of.lastVersion,
        description,
        source,
        runId: ownRun,
        runLink: runLink || null,
        loggedModelId: logged,
        createdById: actor.id,
        createdByName: actor.name,
        createdAt: now,
        updatedAt: now,
      },
    });
    await db.modelVersionTag.createMany({
      data: kept.map((tag) => ({ ...tag, versionId: row.id, workspaceId })),
    });
    work.audit({ subject: { type: "model-version", id: row.id }, after: auditVersion(of, row) });
    work.emit(versionCreated, {
      modelId,
      name: of.name,
      prompt: prompt || (await isPrompt(db, modelId)),
      versionId: row.id,
      version: row.version,
      source,
      runId: row.runId,
      description,
      tags: Object.fromEntries(kept.map((tag) => [tag.key, tag.value])),
    });
    return shownVersion(db, row);
  },
});

/** The run that a logged model came out of: clients leave it to the server to find. */
async function runBehind(db: Transaction, loggedModelId: string | null): Promise<string | null> {
  if (!loggedModelId) return null;
  const [origin] = await originsOf(db, [{ runId: null, loggedModelId }]);
  return origin?.run?.id ?? null;
}

const idInSource = (source: string): string | null => /^models:\/+(m-[\w-]+)/.exec(source)?.[1] ?? null;

/** A source that names one run or logged model while the request names another. */
function contradiction(
  source: string,
  runId: string | null | undefined,
  loggedModelId: string | null | undefined,
): string | null {
  const named = idInSource(source);
  if (named && loggedModelId && named !== loggedModelId) return "it names another logged model than model_id";
  const run = /^runs:\/+([^/]+)/.exec(source)?.[1];
  return run && runId && run !== runId ? "it names another run than run_id" : null;
}
