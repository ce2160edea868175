import { type FileHandle, open, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";

/** One pair of files, used again for segment after segment: making and deleting files costs more than writing them. */
export interface Slot {
  name: string;
  rows: FileHandle;
  index: FileHandle;
}

/** Pairs of files kept for the next segments. */
const KEPT_MAX = 24;

export class Slots {
  readonly #folder: string;
  readonly #free: Slot[] = [];
  #made = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Those that an earlier process made, in the order of their numbers. */
  async found(): Promise<Slot[]> {
    const numbers = (await readdir(this.#folder))
      .flatMap((name) => /^(\d+)\.rows$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
    this.#made = (numbers.at(-1) ?? -1) + 1;
    const slots: Slot[] = [];
    for (const number of numbers) slots.push(await this.#open(`${number}`));
    return slots;
  }

  async take(): Promise<Slot> {
    return this.#free.pop() ?? this.#open(`${this.#made++}`);
  }

  /** Empties the pair and keeps it for the next segment. */
  async giveBack(slot: Slot): Promise<void> {
    await clearSlot(slot);
    if (this.#free.length < KEPT_MAX) {
      this.#free.push(slot);
      return;
    }
    await closeSlot(slot);
    await unlink(join(this.#folder, `${slot.name}.index`));
    await unlink(join(this.#folder, `${slot.name}.rows`));
  }

  async close(): Promise<void> {
    await Promise.all(this.#free.map(closeSlot));
  }

  async #open(name: string): Promise<Slot> {
    // Made when they are not there; everything is written at the end.
    const rows = await open(join(this.#folder, `${name}.rows`), "a+", 0o600);
    const index = await open(join(this.#folder, `${name}.index`), "a+", 0o600);
    return { name, rows, index };
  }
}

/** The index goes first: rows that no line speaks of do not count. */
export async function clearSlot(slot: Slot): Promise<void> {
  await slot.index.truncate(0);
  await slot.rows.truncate(0);
}

export async function closeSlot(slot: Slot): Promise<void> {
  await slot.index.close();
  await slot.rows.close();
}
