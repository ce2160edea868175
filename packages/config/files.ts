import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

const skippedFolders = new Set([
  "node_modules",
  ".git",
  ".next",
  ".triops",
  ".turbo",
  ".venv",
  "generated",
  "results",
  "test-results",
]);

/** Repository paths with forward slashes of all files that people write, sorted. Needs no Git. */
export function listFiles(folder = root): string[] {
  const found: string[] = [];
  const visit = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) visit(inner);
      } else if (entry.isFile() && !/\.(log|tsbuildinfo)$|^\.env/.test(entry.name)) {
        found.push(relative(folder, inner).replaceAll("\\", "/"));
      }
    }
  };
  visit(folder);
  return found.sort();
}

export function readText(path: string, folder = root): string {
  return readFileSync(join(folder, path), "utf8");
}

export function isTest(path: string): boolean {
  return (
    /\.(test|spec)\.tsx?$/.test(path) ||
    /^(packages\/testing|apps\/web\/e2e|bench)\//.test(path) ||
    /[/.]testing\.ts$/.test(path)
  );
}

/** The part of the repository a file belongs to: `packages/kernel`, `apps/web`, `bench`. */
export function partOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "apps" || first === "packages" ? `${first}/${second}` : first;
}
