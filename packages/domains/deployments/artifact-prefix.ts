import { invalid } from "@triops/kernel/errors";
import { originalSource } from "../models/index.ts";
import { resolveArtifacts } from "../training/index.ts";
import type { Work } from "../work.ts";

/** Where a source's files lie in the object store, with a slash behind it. @throws invalid, notFound */
export async function artifactPrefix({ db, context, runtime }: Work, source: string): Promise<string> {
  const original = await originalSource(db, source);
  // The workspace's own rights: whoever may deploy may read what is deployed.
  const actor = { kind: "system", id: "deployments", name: "deployments" } as const;
  const place = await resolveArtifacts({ runtime, context: { ...context, actor } }, original);
  if (!place)
    throw invalid(`The files lie at ${original.slice(0, 200)}, where only the client can reach them`);
  return place.prefix;
}
