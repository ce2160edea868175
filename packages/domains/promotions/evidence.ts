import { metricsOf, readVersionFiles, type requireVersion } from "../models/index.ts";
import type { Reading } from "../verb.ts";
import type { Evidence } from "./judge.ts";

type Version = Awaited<ReturnType<typeof requireVersion>>;

/** What the checks know of a version: its files, and what was measured when it was trained. */
export async function evidenceOf(reading: Reading, version: Version): Promise<Evidence> {
  const [files, metrics] = await Promise.all([
    readVersionFiles(reading, version),
    metricsOf(reading.db, version),
  ]);
  return {
    version: version.version,
    signature: files.signature,
    missing: files.missing,
    metrics,
  };
}
