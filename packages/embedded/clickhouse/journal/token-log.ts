import { type FileHandle, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Tokens in each of two files: the last 20,000 to 40,000 batches are known, minutes of the busiest sender. */
const TOKENS_MAX = 20_000;

/** Names of batches that were inserted, so that one that is sent again counts once. Kept over a restart. */
export class TokenLog {
  readonly #folder: string;
  #young = new Set<string>();
  #old = new Set<string>();
  #file: FileHandle;
  #number: 0 | 1;

  private constructor(folder: string, file: FileHandle, number: 0 | 1) {
    this.#folder = folder;
    this.#file = file;
    this.#number = number;
  }

  static async open(folder: string): Promise<TokenLog> {
    const lists = await Promise.all([0, 1].map((number) => tokensIn(join(folder, `tokens.${number}`))));
    const [first, second] = lists as [string[], string[]];
    // The one with fewer is the one being filled: the other was full when it was left.
    const number = first.length <= second.length ? 0 : 1;
    const file = await open(join(folder, `tokens.${number}`), "a", 0o600);
    const log = new TokenLog(folder, file, number);
    log.#young = new Set(number === 0 ? first : second);
    log.#old = new Set(number === 0 ? second : first);
    return log;
  }

  has(token: string): boolean {
    return this.#young.has(token) || this.#old.has(token);
  }

  async add(tokens: readonly string[]): Promise<void> {
    if (this.#young.size >= TOKENS_MAX) await this.#turn();
    for (const token of tokens) this.#young.add(token);
    await this.#file.appendFile(linesOf(tokens));
  }

  /** For tables that are emptied: what is sent to them again is meant. */
  async forget(isGone: (name: string) => boolean): Promise<void> {
    for (const set of [this.#young, this.#old]) for (const name of set) if (isGone(name)) set.delete(name);
    const other = this.#number === 0 ? 1 : 0;
    await writeFile(join(this.#folder, `tokens.${other}`), linesOf(this.#old));
    await this.#file.truncate(0);
    await this.#file.appendFile(linesOf(this.#young));
  }

  async #turn(): Promise<void> {
    this.#number = this.#number === 0 ? 1 : 0;
    const file = await open(join(this.#folder, `tokens.${this.#number}`), "a", 0o600);
    await file.truncate(0);
    await this.#file.close();
    this.#file = file;
    this.#old = this.#young;
    this.#young = new Set();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** As JSON: a name may hold a line break. */
const linesOf = (tokens: Iterable<string>) =>
  [...tokens].map((token) => `${JSON.stringify(token)}\n`).join("");

async function tokensIn(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as string];
    } catch {
      return []; // the last line, cut
    }
  });
}
