import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { isTest, listFiles, partOf, readText, root } from "./files.ts";

type Part = { part: string; files: number; lines: number; median: number; p90: number; longest: string };

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Lines per file of each part of the repository, tests apart. */
export function sizeOfParts(sizes: readonly { path: string; lines: number }[]): Part[] {
  const byPart = Map.groupBy(sizes, ({ path }) => partOf(path));
  return [...byPart].map(([part, files]) => {
    const sorted = files.map(({ lines }) => lines).sort((a, b) => a - b);
    const longest = files.reduce((a, b) => (b.lines > a.lines ? b : a));
    return {
      part,
      files: files.length,
      lines: sorted.reduce((a, b) => a + b, 0),
      median: quantile(sorted, 0.5),
      p90: quantile(sorted, 0.9),
      longest: `${longest.path.slice(part.length + 1)} ${longest.lines}`,
    };
  });
}

function sourceSizes(): { path: string; lines: number }[] {
  return listFiles()
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !isTest(path))
    .map((path) => ({ path, lines: readText(path).split("\n").length - 1 }));
}

/** Kilobytes of JavaScript, compressed, that a browser loads first on each route of the finished build. */
function firstLoads(): { route: string; kb: number }[] {
  const next = join(root, "apps/web/.next");
  const manifest = join(next, "app-build-manifest.json");
  if (!existsSync(manifest)) return [];
  const { pages } = JSON.parse(readFileSync(manifest, "utf8")) as { pages: Record<string, string[]> };
  return Object.entries(pages).map(([route, files]) => {
    const scripts = files.filter((file) => file.endsWith(".js"));
    const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(next, file))).length, 0);
    return { route, kb: Math.round(bytes / 1000) };
  });
}

export function sizeReport(): string {
  const sizes = sourceSizes();
  const rows = [
    ...sizeOfParts(sizes),
    ...sizeOfParts(sizes.map((one) => ({ ...one, path: `all/${one.path}` }))),
  ];
  const header = {
    part: "part",
    files: "files",
    lines: "lines",
    median: "median",
    p90: "p90",
    longest: "longest",
  };
  const lines = [header, ...rows].map(
    (row) =>
      `  ${row.part.padEnd(20)}${String(row.files).padStart(6)}${String(row.lines).padStart(8)}` +
      `${String(row.median).padStart(8)}${String(row.p90).padStart(6)}  ${row.longest}`,
  );
  const loads = firstLoads().sort((a, b) => b.kb - a.kb);
  const heaviest = loads.slice(0, 5).map(({ route, kb }) => `  ${String(kb).padStart(5)} kB  ${route}`);
  return [
    "size of source files in lines, tests apart",
    ...lines,
    ...(heaviest.length > 0 ? ["JavaScript of the first load, gzip, heaviest routes", ...heaviest] : []),
  ].join("\n");
}
