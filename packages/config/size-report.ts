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

/** JavaScript that a route's own components need, from the manifest that the server reads for it. */
function routeScripts(manifest: string): string[] {
  const start = manifest.indexOf("] = ");
  if (start < 0) return [];
  const json = manifest.slice(start + 4).replace(/;\s*$/, "");
  const { entryJSFiles = {} } = JSON.parse(json) as { entryJSFiles?: Record<string, string[]> };
  return Object.values(entryJSFiles).flat();
}

/** Kilobytes of JavaScript, compressed, that a browser loads first on each page of the finished build. */
function firstLoads(): { route: string; kb: number }[] {
  const next = join(root, "apps/web/.next");
  const routesFile = join(next, "app-path-routes-manifest.json");
  if (!existsSync(join(next, "BUILD_ID")) || !existsSync(routesFile)) return [];
  const sizes = new Map<string, number>();
  const sizeOf = (file: string) => {
    const known = sizes.get(file) ?? gzipSync(readFileSync(join(next, file))).length;
    sizes.set(file, known);
    return known;
  };
  const routes = JSON.parse(readFileSync(routesFile, "utf8")) as Record<string, string>;
  return Object.entries(routes).flatMap(([entry, route]) => {
    const base = join(next, "server/app", entry);
    if (!entry.endsWith("/page") || !existsSync(join(base, "build-manifest.json"))) return [];
    const { rootMainFiles } = JSON.parse(readFileSync(join(base, "build-manifest.json"), "utf8")) as {
      rootMainFiles: string[];
    };
    const manifest = `${base}_client-reference-manifest.js`;
    const own = existsSync(manifest) ? routeScripts(readFileSync(manifest, "utf8")) : [];
    const scripts = new Set([...rootMainFiles, ...own].filter((file) => file.endsWith(".js")));
    const bytes = [...scripts].reduce((sum, file) => sum + sizeOf(file), 0);
    return [{ route, kb: Math.round(bytes / 1000) }];
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
