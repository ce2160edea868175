import { isTriopsError } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { resolveArtifacts } from "../training/index.ts";
import { defineQuery, type Reading } from "../verb.ts";
import { originalSource } from "./download-uri.ts";
import { readDescription } from "./mlmodel.ts";
import { type VersionFiles, versionFiles } from "./schemas.ts";
import { requireVersion, type VersionRow } from "./store.ts";

/** Of an `MLmodel` file. */
const descriptionBytesMax = 1024 * 1024;
/** Of an input example that is shown and tried; MLflow keeps five rows. */
const exampleBytesMax = 256 * 1024;

export type ReadFiles = VersionFiles & {
  /** Where the files are in the object store, ending in "/"; null when they are not with us. */
  prefix: string | null;
  /** As the file has them: JSON texts. */
  signatureTexts: { inputs: string | null; outputs: string | null; params: string | null };
};

/** What a version's own files say: read when asked, since an artifact may still be on its way when it is registered. */
export const readFiles = defineQuery({
  name: "models.read-files",
  permission: "models:read",
  input: idInput,
  output: versionFiles,
  run: async (reading, { id }) => readVersionFiles(reading, await requireVersion(reading.db, id)),
});

export async function readVersionFiles(reading: Reading, version: VersionRow): Promise<ReadFiles> {
  const nothing = { inputs: null, outputs: null, params: null };
  const without = (missing: string, prefix: string | null = null): ReadFiles => ({
    signature: null,
    inputExample: null,
    flavors: [],
    sizeBytes: null,
    mlflowVersion: null,
    missing,
    prefix,
    signatureTexts: nothing,
  });
  const { runtime, db, context } = reading;
  const source = await originalSource(db, version.source);
  try {
    // The workspace's own rights: whoever may read models may read what one says about itself.
    const actor = { kind: "system", id: "models.read-files", name: "models.read-files" } as const;
    const place = await resolveArtifacts({ runtime, context: { ...context, actor } }, source);
    if (!place)
      return without(`Its files lie at ${source.slice(0, 200)}, where only the client can reach them`);
    const text = await readText(reading, `${place.prefix}MLmodel`, descriptionBytesMax);
    if (text === null) return without("There is no MLmodel file among its files", place.prefix);
    const described = readDescription(text);
    if (!described) return without("Its MLmodel file cannot be read", place.prefix);
    const { examplePath, ...shown } = described;
    return {
      ...shown,
      inputExample: examplePath ? await readExample(reading, place.prefix + examplePath) : null,
      missing: null,
      prefix: place.prefix,
    };
  } catch (error) {
    if (isTriopsError(error) && error.code !== "unavailable") return without("Its files are not here");
    throw error;
  }
}

async function readExample(reading: Reading, key: string): Promise<unknown> {
  const text = await readText(reading, key, exampleBytesMax);
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Null for what is not there or too large. */
async function readText({ runtime }: Reading, key: string, bytesMax: number): Promise<string | null> {
  const file = await runtime.objects.get(key);
  if (!file) return null;
  if (file.sizeBytes > bytesMax) {
    file.body.destroy();
    return null;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of file.body) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}
