/** First Node releases without the remote-code-execution fault of the bundled Brotli decoder (CVE-2026-111497). */
const nodeFloors: Record<number, string> = { 24: "24.22.1", 26: "26.12.1" };

/** -1, 0 or 1 for dotted numeric versions; a pre-release suffix is ignored. */
export function compareVersions(a: string, b: string): number {
  const left = (a.split("-")[0] ?? "").split(".").map(Number);
  const right = (b.split("-")[0] ?? "").split(".").map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/**
 * What to say about the running Node, or null when it is at or above the floor.
 * `unsupported` means Triops does not run on it at all; `below-floor` means it runs, without Brotli anywhere.
 */
export function nodeVersionFault(
  version: string,
): { kind: "unsupported" | "below-floor"; text: string } | null {
  const major = Number(version.split(".")[0]);
  if (major < 24)
    return { kind: "unsupported", text: `Node ${version} is too old; Triops runs on Node 24 or newer` };
  const floor = nodeFloors[major];
  if (floor && compareVersions(version, floor) < 0) {
    return {
      kind: "below-floor",
      text: `Node ${version} is below its security release ${floor}; Triops never decodes Brotli, but upgrade when you can`,
    };
  }
  return null;
}
