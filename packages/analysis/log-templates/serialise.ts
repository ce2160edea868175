import { type Cluster, frameOf } from "./cluster.ts";
import type { Header, HeaderStep } from "./header.ts";
import { createMiner, type Miner, type MinerLimits, newService } from "./miner.ts";

const version = 1;
const headerSteps = new Set<string>([
  "time",
  "level",
  "number",
  "word",
  "bracket",
  "dash",
  "dashSoon",
  "colon",
  "pipe",
] satisfies HeaderStep[]);

type SavedCluster = [id: string, texts: string[], kinds: string, spaced: string, lines: number, last: number];
type SavedService = {
  name: string;
  header: Header;
  lines: number;
  clusters: SavedCluster[];
  aliases: [string, string][];
};

/** The miner's state as JSON, about 150 bytes a template. Remembered line shapes are left out: they come back. */
export function saveMiner(miner: Miner): string {
  const services = [...miner.services].map(
    ([name, known]): SavedService => ({
      name,
      header: known.header,
      lines: known.lines,
      clusters: [...known.buckets.values()]
        .flat()
        .map((one) => [one.id, one.texts, one.kinds.join(""), one.spaced.join(""), one.lines, one.lastLine]),
      aliases: [...known.aliases],
    }),
  );
  return JSON.stringify({ version, services });
}

/** @throws Error on what `saveMiner` did not write, or wrote in another version */
export function restoreMiner(text: string, limits: Partial<MinerLimits> = {}): Miner {
  const saved = JSON.parse(text) as { version: number; services: SavedService[] };
  if (saved.version !== version || !Array.isArray(saved.services))
    throw new Error("Not a miner's state of this version");
  const miner = createMiner(limits);
  for (const { name, header, lines, clusters, aliases } of saved.services) {
    if (!header.every((step) => headerSteps.has(step))) throw new Error("Not a header");
    const known = {
      ...newService(),
      header,
      sample: null,
      lines,
      aliases: new Map(aliases),
      clusters: clusters.length,
    };
    for (const [id, texts, kinds, spaced, count, last] of clusters) {
      const cluster: Cluster = {
        id,
        texts,
        kinds: [...kinds].map(Number),
        spaced: [...spaced].map(Number),
        lines: count,
        lastLine: last,
        isGone: false,
      };
      const frame = frameOf(cluster);
      const bucket = known.buckets.get(frame);
      if (bucket) bucket.push(cluster);
      else known.buckets.set(frame, [cluster]);
    }
    miner.services.set(name, known);
  }
  return miner;
}
