import { defineQuery } from "../verb.ts";
import { listArtifacts } from "./artifacts.ts";
import { artifactFiles, artifactsInput } from "./schemas.ts";

/** A screen shows so many names at most. */
const filesMax = 1_000;

const shown = ({ files }: Awaited<ReturnType<typeof listArtifacts>>) => ({
  data: files.map(({ path, isFolder, sizeBytes }) => ({ path, isDirectory: isFolder, sizeBytes })),
});

/** One level of a run's files; their bytes come from `/api/2.0/mlflow-artifacts/artifacts/…`. */
export const runArtifacts = defineQuery({
  name: "training.run-artifacts",
  permission: "training:read",
  input: artifactsInput,
  output: artifactFiles,
  run: async (reading, { id, path }) =>
    shown(await listArtifacts(reading, { runId: id }, path, { limit: filesMax })),
});

export const modelArtifacts = defineQuery({
  name: "training.model-artifacts",
  permission: "training:read",
  input: artifactsInput,
  output: artifactFiles,
  run: async (reading, { id, path }) =>
    shown(await listArtifacts(reading, { modelId: id }, path, { limit: filesMax })),
});
