import { parse } from "yaml";
import { readText } from "../files.ts";
import { type Check, outcomeOf } from "./outcome.ts";

export type Floor = { package: string; atLeast: string[]; why: string };
export type Accepted = { package: string; version: string; why: string };

function numbers(version: string): number[] {
  return version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);
}

function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Whether a version carries the fix. A floor exists per maintained line: the floor of the version's own minor line
 * decides, else that of its major line, else the highest one.
 */
export function isAtFloor(version: string, atLeast: readonly string[]): boolean {
  const sorted = [...atLeast].sort(compare);
  const [major, minor] = numbers(version);
  const sameMinor = sorted.filter((floor) => numbers(floor)[0] === major && numbers(floor)[1] === minor);
  const sameMajor = sorted.filter((floor) => numbers(floor)[0] === major);
  const floor = sameMinor.at(-1) ?? sameMajor.at(-1) ?? sorted.at(-1);
  return floor === undefined || compare(version, floor) >= 0;
}

/** Names and versions of everything in the lockfile, also of dependencies' dependencies. */
export function lockedVersions(lockfile: string): { name: string; version: string }[] {
  // The lockfile may begin with a document about pnpm itself; the packages are in the last one.
  const last = lockfile.split(/^---$/m).at(-1) ?? "";
  const { packages = {} } = parse(last) as { packages?: Record<string, unknown> };
  return Object.keys(packages).map((key) => {
    const at = key.lastIndexOf("@");
    return { name: key.slice(0, at), version: key.slice(at + 1) };
  });
}

export function faultsBelowFloor(
  locked: readonly { name: string; version: string }[],
  floors: readonly Floor[],
  accepted: readonly Accepted[],
): { path: string; text: string }[] {
  return floors.flatMap((floor) =>
    locked
      .filter(({ name, version }) => name === floor.package && !isAtFloor(version, floor.atLeast))
      .filter(({ name, version }) => !accepted.some((one) => one.package === name && one.version === version))
      .map(({ name, version }) => ({
        path: "pnpm-lock.yaml",
        text: `${name} ${version} is below ${floor.atLeast.join(" or ")}: ${floor.why}`,
      })),
  );
}

export const versionFloors: Check = {
  name: "version floors",
  async run() {
    const { floors, accepted } = JSON.parse(readText("packages/config/version-floors.json")) as {
      floors: Floor[];
      accepted: Accepted[];
    };
    const locked = lockedVersions(readText("pnpm-lock.yaml"));
    return outcomeOf(faultsBelowFloor(locked, floors, accepted), `${locked.length} packages`);
  },
};
