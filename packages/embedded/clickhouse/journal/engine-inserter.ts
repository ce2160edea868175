import { join } from "node:path";
import type { Engine } from "../engine.ts";
import type { FairQueue } from "../fair-queue.ts";
import type { RowFiles } from "../row-files.ts";
import { insertFromFile, parseStatement } from "../statement.ts";
import type { Target } from "./index-lines.ts";
import type { Inserter } from "./insert-segment.ts";

/** Puts the journal's rows into the engine, waiting for a slot like any other insert. */
export function engineInserter(parts: {
  engine: Engine;
  queue: FairQueue;
  rowFiles: RowFiles;
  /** The journal's folder as the engine sees it, from its working directory. */
  folder: string;
}): Inserter {
  const { engine, queue, rowFiles, folder } = parts;

  async function run(target: Target, file: string, token: string): Promise<void> {
    const statement = parseStatement(target.sql);
    const release = await queue.enter(`journal ${target.sql}`, "write");
    try {
      const sql = insertFromFile(statement, file, new Map([["insert_deduplication_token", token]]));
      await engine.run(sql, {
        database: target.database,
        settings: new Map([...target.settings, ["deduplicate_insert", "enable"]]),
        format: "TabSeparated",
        signal: new AbortController().signal,
      });
    } finally {
      release();
    }
  }

  return {
    whole: (target, slot, token) => run(target, join(folder, `${slot}.rows`), token),
    async piece(target, rows, token) {
      const file = await rowFiles.write(rows, nothing());
      let finished = false;
      try {
        await run(target, file.name, token);
        finished = true;
      } finally {
        await file.release(finished);
      }
    },
  };
}

async function* nothing(): AsyncGenerator<Buffer> {}
