import { lstat, readdir, readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { parseJson } from "@triops/kernel/json";
import { compileRelabel } from "@triops/telemetry/scrape/relabel";
import { placeTarget, type Target, type TargetGroup } from "@triops/telemetry/scrape/target-labels";
import { parse } from "yaml";
import { z } from "zod";
import type { JobConfig } from "./schemas.ts";

/** Of one job; a mistake in a file must not start a flood. */
export const targetsMax = 5_000;
const fileBytesMax = 1024 * 1024;
const filesMax = 100;

export type Discovered = {
  targets: Target[];
  dropped: Record<string, string>[];
  /** In words; the targets are those that could be made out all the same. */
  faults: string[];
};

/** All targets of a job: its static ones, and those in the files that the operator lets this workspace read. */
export async function discoverTargets(
  job: { name: string; config: JobConfig; slug: string },
  discoveryDir: string | null,
): Promise<Discovered> {
  const { config, name } = job;
  const found: Discovered = { targets: [], dropped: [], faults: [] };
  const groups: (TargetGroup & { from?: string })[] = [...config.staticConfigs];
  for (const pattern of config.fileSd) {
    try {
      groups.push(...(await readGroups(discoveryDir, job.slug, pattern, found.faults)));
    } catch (error) {
      found.faults.push(`${pattern}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const relabel = compileRelabel(config.relabelConfigs);
  const seen = new Set<string>();
  for (const group of groups) {
    const labels = group.from ? { ...group.labels, __meta_filepath: group.from } : group.labels;
    for (const address of group.targets) {
      const placed = placeTarget({ ...config, name }, address, labels, relabel);
      if ("fault" in placed) found.faults.push(placed.fault);
      else if ("dropped" in placed) found.dropped.push(placed.dropped);
      else {
        const key = targetKey(placed.target);
        if (seen.has(key)) continue;
        seen.add(key);
        if (found.targets.length < targetsMax) found.targets.push(placed.target);
        else if (!found.faults.includes(tooMany)) found.faults.push(tooMany);
      }
    }
  }
  found.faults = found.faults.slice(0, 10);
  return found;
}

const tooMany = `More than ${targetsMax} targets: the rest is left out`;

/** Two targets of a job with the same address and labels are one. */
export const targetKey = ({ url, labels }: Target): string =>
  `${url} ${Object.keys(labels)
    .sort()
    .map((name) => `${name}=${labels[name]}`)
    .join(",")}`;

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const fileGroups = z.array(
  z.object({
    targets: z.array(scalar).max(targetsMax),
    labels: z.record(z.string(), scalar).nullish(),
  }),
);

async function readGroups(discoveryDir: string | null, slug: string, pattern: string, faults: string[]) {
  if (discoveryDir === null) throw new Error("the operator allows no folder (TRIOPS_DISCOVERY_DIR)");
  const home = await realpath(join(discoveryDir, slug)).catch(() => {
    throw new Error(`there is no folder ${slug} in the operator's folder`);
  });
  const parts = pattern.split("/");
  const last = parts.pop() ?? "";
  const folder = join(home, ...parts);
  const names = last.includes("*")
    ? (await readdir(folder)).filter((name) => matches(name, last)).sort()
    : [last];
  const groups: (TargetGroup & { from: string })[] = [];
  for (const name of names.slice(0, filesMax)) {
    const path = join(folder, name);
    try {
      groups.push(...(await readOne(home, path)));
    } catch (error) {
      // A file that is being written is whole again at the next look.
      faults.push(`${[...parts, name].join("/")}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return groups;
}

async function readOne(home: string, path: string): Promise<(TargetGroup & { from: string })[]> {
  const real = await realpath(path);
  // A link may not lead out of the folder.
  if (!real.startsWith(home + sep)) throw new Error("leads out of the workspace's folder");
  const { size } = await lstat(real);
  if (size > fileBytesMax) throw new Error("is larger than 1 MiB");
  const text = await readFile(real, "utf8");
  const value = path.endsWith(".json") ? parseJson(text) : parse(text, { maxAliasCount: 50 });
  const parsed = fileGroups.safeParse(value ?? []);
  if (!parsed.success) throw new Error("is not a list of groups with targets and labels");
  return parsed.data.map(({ targets, labels }) => ({
    targets,
    labels: labels ?? {},
    from: real.slice(home.length + 1),
  }));
}

/** `*` stands for any characters of one name. */
function matches(name: string, pattern: string): boolean {
  const pieces = pattern.split("*");
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length;
}
