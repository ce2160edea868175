import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Tools and notes of this checkout only; never shared with another checkout or user. */
export const toolsFolder = join(root, ".triops", "tools");

/** What earlier runs finished. Kept inside node_modules, so that deleting that folder forgets it all. */
export const notesFolder = join(root, "node_modules", ".triops");

/** The Node that the lockfile pins: everything but the bootstrap itself runs on it. */
export function runtimeNode() {
  const pinned = join(root, "node_modules", ".bin", "node");
  return existsSync(pinned) ? pinned : process.execPath;
}

/** Folders of the workspace that hold a package.json, the root first. */
export function workspaceFolders() {
  const folders = [root];
  for (const parent of ["apps", "packages"]) {
    if (!existsSync(join(root, parent))) continue;
    for (const entry of readdirSync(join(root, parent), { withFileTypes: true })) {
      if (entry.isDirectory()) folders.push(join(root, parent, entry.name));
    }
  }
  folders.push(join(root, "bench"));
  return folders.filter((folder) => existsSync(join(folder, "package.json")));
}

export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
