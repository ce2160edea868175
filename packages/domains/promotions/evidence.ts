import { metricsOfMany, readVersionFiles, type requireVersion } from "../models/index.ts";
import type { Reading } from "../verb.ts";
import type { Evidence } from "./judge.ts";

type Version = Awaited<ReturnType<typeof requireVersion>>;

/** What the checks know of versions: their files, and what was measured when they were trained. */
export async function evidenceOf(reading: Reading, versions: readonly Version[]): Promise<Evidence[]> {
  const metrics = await metricsOfMany(reading.db, versions);
  return Promise.all(
    versions.map(async (version, at) => {
      const { signature, missing } = await readVersionFiles(reading, version);
      return { version: version.version, signature, missing, metrics: metrics[at] ?? {} };
    }),
  );
}
