import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Samples } from "@triops/domains/testing";

/** The samples of every noun that has a `testing.ts`: a new noun's are found by themselves. */
export async function loadSamples(): Promise<Samples> {
  const domains = fileURLToPath(new URL("../domains/", import.meta.url));
  const all: Samples = {};
  for (const noun of readdirSync(domains)) {
    const file = `${domains}${noun}/testing.ts`;
    if (!existsSync(file)) continue;
    const { samples = {} } = (await import(pathToFileURL(file).href)) as { samples?: Samples };
    Object.assign(all, samples);
  }
  return all;
}
