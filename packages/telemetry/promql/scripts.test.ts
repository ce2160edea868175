import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { MemoryStorage } from "./memory-storage.testing.ts";
import { readScript, runCommand, type World } from "./script.testing.ts";

const folder = join(import.meta.dirname, "testdata");

function memoryWorld(): World {
  let storage = new MemoryStorage();
  return {
    originMs: 0,
    storage: () => storage,
    async load(series) {
      for (const { labels, points } of series) storage.add(labels, points);
    },
    async clear() {
      storage = new MemoryStorage();
    },
  };
}

describe.each(readdirSync(folder).filter((file) => file.endsWith(".test")))("%s in memory", (file) => {
  const world = memoryWorld();
  for (const command of readScript(readFileSync(join(folder, file), "utf8"))) {
    const title =
      command.kind === "eval" ? `${command.line}: ${command.query}` : `${command.line}: ${command.kind}`;
    it(title, () => runCommand(command, world));
  }
});
