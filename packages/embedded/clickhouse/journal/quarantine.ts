import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Target } from "./index-lines.ts";

/** Of all that is kept there. Beyond it nothing more is put aside: the journal fills instead, and callers hear 503. */
const BYTES_MAX = 256 * 1024 * 1024;

export class QuarantineFull extends Error {}

/**
 * Batches that were acknowledged and that the engine refuses for good, rows and reason, for a person to look at:
 * `<token>.rows` can be inserted by the statement in `<token>.json`.
 */
export class Quarantine {
  readonly #folder: string;
  batches = 0;
  bytes = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Quarantine> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const quarantine = new Quarantine(folder);
    for (const name of await readdir(folder)) {
      if (!name.endsWith(".rows")) continue;
      quarantine.batches += 1;
      quarantine.bytes += (await stat(join(folder, name))).size;
    }
    return quarantine;
  }

  /** The same batch again replaces itself. Throws {@link QuarantineFull}. */
  async keep(name: string, target: Target, rows: Buffer, reason: string): Promise<void> {
    if (this.bytes + rows.length > BYTES_MAX) throw new QuarantineFull("The quarantine folder is full");
    const file = join(this.#folder, name.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 100));
    const { database, sql, settings } = target;
    await writeFile(`${file}.rows`, rows, { mode: 0o600 });
    const about = {
      database,
      sql,
      settings: Object.fromEntries(settings),
      reason,
      at: new Date().toISOString(),
    };
    await writeFile(`${file}.json`, `${JSON.stringify(about, null, 2)}\n`, { mode: 0o600 });
    this.batches += 1;
    this.bytes += rows.length;
  }
}
