import { mayName } from "./names.ts";

/**
 * Tables behind which other tables stand: reading one reads rows that were inserted under another name. Which there
 * are is asked again after statements that may have changed it.
 */
export class Views {
  readonly #ask: () => Promise<{ database: string; name: string; engine: string }[]>;
  #known: Promise<Map<string, Set<string>>> | null = null;

  constructor(ask: () => Promise<{ database: string; name: string; engine: string }[]>) {
    this.#ask = ask;
  }

  /** Call it after CREATE, ALTER, DROP, RENAME, EXCHANGE, ATTACH and the like. */
  forget(): void {
    this.#known = null;
  }

  /** Whether a statement may read what stands behind another name of the database. */
  async mayHide(database: string, sql: string): Promise<boolean> {
    if (/\bmerge\s*\(/i.test(sql)) return true; // the table function: its pattern is a string
    this.#known ??= this.#load();
    const hidden = (await this.#known).get(database);
    if (hidden === undefined) return false;
    // A materialised view is fed by one table and fills another: neither reader names it.
    return hidden.has(MATERIALISED) || [...hidden].some((name) => mayName(sql, name));
  }

  async #load(): Promise<Map<string, Set<string>>> {
    const byDatabase = new Map<string, Set<string>>();
    try {
      for (const { database, name, engine } of await this.#ask()) {
        const names = byDatabase.get(database) ?? new Set();
        names.add(engine === "MaterializedView" ? MATERIALISED : name);
        byDatabase.set(database, names);
      }
    } catch (error) {
      this.#known = null;
      throw error;
    }
    return byDatabase;
  }
}

/** No name can be empty. */
const MATERIALISED = "";
