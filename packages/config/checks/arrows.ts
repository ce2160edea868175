import { readdirSync } from "node:fs";
import { join } from "node:path";
import { allNouns } from "../arrows/nouns.ts";
import { root } from "../files.ts";
import type { Check } from "./outcome.ts";
import { runProgram } from "./program.ts";

/** A noun without a layer would escape the rules between nouns. */
export function nounsWithoutLayer(folders: readonly string[]): string[] {
  return folders.filter((name) => !allNouns.includes(name));
}

function domainFolders(): string[] {
  return readdirSync(join(root, "packages/domains"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => entry.name);
}

export const arrows: Check = {
  name: "arrows",
  async run() {
    const config = "packages/config/arrows/dependency-cruiser.mjs";
    const { code, output } = await runProgram("depcruise", [
      "--config",
      config,
      "--output-type",
      "err-long",
      "packages",
      "apps",
      "bench",
    ]);
    const unlayered = nounsWithoutLayer(domainFolders()).map(
      (name) => `packages/domains/${name} has no layer: add it to packages/config/arrows/nouns.ts`,
    );
    return { ok: code === 0 && unlayered.length === 0, report: [output, ...unlayered].join("\n") };
  },
};
