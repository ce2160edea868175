import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { notesFolder, root } from "./paths.mjs";

const skippedFolders = new Set(["node_modules", ".next", ".turbo", ".git", ".triops"]);

function* filesBelow(path, wanted) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) yield* filesBelow(inner, wanted);
    } else if (entry.isFile() && wanted(inner)) {
      yield inner;
    }
  }
}

/**
 * One hash over the names and contents of files and of all files below folders, and over extra facts such as
 * a version. `wanted` leaves files out by path.
 */
export function fingerprint(paths, { wanted = () => true, facts = [] } = {}) {
  const hash = createHash("sha256");
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const path of paths) {
    for (const file of filesBelow(path, wanted)) {
      hash.update(`${relative(root, file)}\0`);
      hash.update(readFileSync(file));
      hash.update("\0");
    }
  }
  return hash.digest("hex");
}

/** True when the step last finished with this very fingerprint. */
export function isNoted(name, print) {
  const file = join(notesFolder, name);
  return existsSync(file) && readFileSync(file, "utf8") === print;
}

export function note(name, print) {
  mkdirSync(notesFolder, { recursive: true });
  writeFileSync(join(notesFolder, name), print);
}

/** Called before a step changes anything, so that an interrupted step is never taken for a finished one. */
export function forget(name) {
  rmSync(join(notesFolder, name), { force: true });
}
