import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { listFiles, readText, root } from "../files.ts";
import { type Check, outcomeOf } from "./outcome.ts";

const topFolders = /^(apps|packages|prisma|bench|docs|scripts|docker|\.ci)\//;
const rootFiles =
  /^[A-Z]+\.md$|^(docker-compose|pnpm-workspace|pnpm-lock)\.yaml$|^docker-compose\.yml$|^(package|turbo|knip|biome|tsconfig)\.json$|^vitest\.config\.ts$/;
const relativeFiles = /^[\w./[\]()-]+\.(ts|tsx|mjs|md|css|sql|prisma)$/;

/** Words in backticks and targets of links; code blocks are examples and may name what is not there. */
export function citations(markdown: string): { cited: string; line: number; isLink: boolean }[] {
  const found: { cited: string; line: number; isLink: boolean }[] = [];
  let inBlock = false;
  markdown.split("\n").forEach((text, index) => {
    if (/^\s*(```|~~~)/.test(text)) inBlock = !inBlock;
    if (inBlock) return;
    const line = index + 1;
    for (const match of text.matchAll(/`([^`\s]+)`/g))
      found.push({ cited: match[1] ?? "", line, isLink: false });
    for (const match of text.matchAll(/\]\(([^)\s]+)\)/g))
      found.push({ cited: match[1] ?? "", line, isLink: true });
  });
  return found;
}

/**
 * The places where a cited path may lie, or an empty list when the words are no path of this repository: an
 * address, a route, a pattern or a placeholder.
 */
export function candidates(cited: string, document: string, isLink: boolean): string[] {
  const path = cited.replace(/[#?].*$/, "").replace(/:\d+$/, "");
  if (path === "" || /^[a-z]+:|^\/|[<>*{}…$]|NNNN/.test(path)) return [];
  const beside = posix.join(posix.dirname(document), path);
  if (isLink) return [beside];
  if (topFolders.test(path)) return [path];
  if (!path.includes("/") && document.startsWith("packages/") && relativeFiles.test(path)) {
    return [beside, posix.join(posix.dirname(document), "..", path)];
  }
  if (!document.includes("/") && rootFiles.test(path)) return [path];
  if (relativeFiles.test(path) && path.includes("/")) return [beside, path];
  return [];
}

function isChecked(path: string): boolean {
  return path.endsWith(".md") && !path.startsWith("docs/decisions/");
}

export const citedPaths: Check = {
  name: "cited paths",
  async run() {
    const documents = listFiles().filter(isChecked);
    const faults = [];
    for (const path of documents) {
      for (const { cited, line, isLink } of citations(readText(path))) {
        const places = candidates(cited, path, isLink);
        if (places.length > 0 && !places.some((place) => existsSync(join(root, place)))) {
          faults.push({ path, line, text: `cites ${cited}, which does not exist` });
        }
      }
    }
    return outcomeOf(faults, `${documents.length} documents`);
  },
};
