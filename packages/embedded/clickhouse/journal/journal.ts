import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { EngineError, engineErrorFrom } from "../engine-errors.ts";
import type { Target } from "./index-lines.ts";
import { type Inserter, insertSegment, isNotNow } from "./insert-segment.ts";
import { insertedTable, mayName, namesIn } from "./names.ts";
import { Quarantine } from "./quarantine.ts";
import type { Rows } from "./rows.ts";
import { Segment } from "./segment.ts";
import { closeSlot, type Slot, Slots } from "./slots.ts";
import { Stream } from "./stream.ts";
import { TokenLog } from "./token-log.ts";
import type { Views } from "./views.ts";

export interface JournalState {
  /** Acknowledged and not yet in the engine. */
  pendingBatches: number;
  pendingBytes: number;
  /** Age of the oldest of them, ms; 0 when there is none. */
  lagMs: number;
  /** Since this process began. */
  insertedBatches: number;
  insertedBytes: number;
  inserts: number;
  refusedFull: number;
  /** Batches that came again and were answered without effect. */
  repeatedBatches: number;
  /** Put aside because the engine refuses them for good, earlier processes' included. */
  quarantinedBatches: number;
  quarantinedBytes: number;
  /** Why the last insert did not work; null once one did. */
  fault: string | null;
}

export interface JournalOptions {
  /** The journal's own folder; `quarantine` is made below it. */
  folder: string;
  inserter: Inserter;
  views: Views;
  log: (level: "info" | "warn" | "error", msg: string, more?: Record<string, unknown>) => void;
}

/** Bytes that may wait; more is refused. */
const BYTES_MAX = 256 * 1024 * 1024;
/** When the oldest batch waits so long, ms, the engine is in trouble: nothing more is taken. */
const LAG_MS_MAX = 60_000;
/** What is still not in the engine after so long, ms, is forced to the disk. */
const SYNC_AFTER_MS = 2_000;
const STREAMS_MAX = 500;
/** Statements after which rows that were inserted are no longer there. */
const EMPTIES = /^\s*(drop|truncate|create\s+or\s+replace|replace)\b/i;

/**
 * Rows of inserts, written one after another and acknowledged at once; the engine gets them about once a second, many
 * together, because each insert costs it as much as thousands of rows. What reads a table waits until the engine has
 * all that was acknowledged for it.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #tokens: TokenLog;
  readonly #quarantine: Quarantine;
  readonly #streams = new Map<string, Stream>();
  /** Batches that are being written or wait, by token. */
  readonly #pending = new Map<string, Promise<void>>();
  readonly #slots: Slots;
  #pendingBytes = 0;
  #insertedBatches = 0;
  #insertedBytes = 0;
  #inserts = 0;
  #refusedFull = 0;
  #repeated = 0;
  #fault: string | null = null;
  readonly #syncing: NodeJS.Timeout;

  private constructor(options: JournalOptions, tokens: TokenLog, quarantine: Quarantine) {
    this.#options = options;
    this.#slots = new Slots(options.folder);
    this.#tokens = tokens;
    this.#quarantine = quarantine;
    this.#syncing = setInterval(() => void this.#syncLate(), 1_000).unref();
  }

  /** Takes up what an earlier process left; its rows go into the engine by and by. */
  static async open(options: JournalOptions): Promise<Journal> {
    const { folder, log } = options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const quarantine = await Quarantine.open(join(folder, "quarantine"));
    const journal = new Journal(options, await TokenLog.open(folder), quarantine);
    let batches = 0;
    for (const slot of await journal.#slots.found()) {
      const segment = await Segment.recover(folder, slot);
      if (segment === undefined) {
        await journal.#release(slot);
        continue;
      }
      await segment.mark("recovered");
      batches += segment.batches.length;
      journal.#adopt(segment);
    }
    if (batches > 0) log("warn", "inserting what was acknowledged before the last end", { batches });
    return journal;
  }

  #adopt(segment: Segment): void {
    const stream = this.#streamOf(segment.target);
    if (stream === undefined) throw new Error(`Not a statement for the journal: ${segment.target.sql}`);
    for (const { token } of segment.batches) this.#pending.set(stream.nameOf(token), Promise.resolve());
    this.#pendingBytes += segment.bytes;
    stream.adopt(segment);
  }

  /** Whether a statement can be kept here at all. */
  takes(sql: string, format: string | undefined): boolean {
    return format === "RowBinary" && insertedTable(sql) !== undefined;
  }

  /**
   * Resolves when the rows outlive this process. A token that was seen lately counts as done. Throws code 202 when too
   * much waits, and whatever the engine says to the first batch of a statement.
   */
  async append(target: Target, token: string | undefined, rows: Rows): Promise<void> {
    if (rows.bytes === 0) return;
    const stream = this.#streamOf(target);
    if (stream === undefined) throw new Error("Not a statement for the journal");
    const own = token ?? randomUUID();
    const name = stream.nameOf(own);
    const same = this.#tokens.has(name) ? Promise.resolve() : this.#pending.get(name);
    if (same !== undefined) {
      this.#repeated += 1;
      return same;
    }
    this.#refuseWhenFull(rows.bytes);
    const writing = (stream.proven ? this.#write(stream, own, rows) : this.#prove(stream, own, rows)).catch(
      (error) => {
        this.#pending.delete(name);
        throw writeFault(error);
      },
    );
    this.#pending.set(name, writing);
    await writing;
  }

  /** Batches of one insert. When it rejects, those that are kept are known by their tokens. */
  async appendAll(
    target: Target,
    batches: readonly { token: string | undefined; rows: Rows }[],
  ): Promise<void> {
    await Promise.all(batches.map(({ token, rows }) => this.append(target, token, rows)));
  }

  async #write(stream: Stream, token: string, rows: Rows): Promise<void> {
    this.#pendingBytes += rows.bytes;
    try {
      await stream.append(token, rows);
    } catch (error) {
      this.#pendingBytes -= rows.bytes;
      throw error;
    }
  }

  /** The first batch of a statement goes in at once, so that a wrong name or column is answered as such. */
  async #prove(stream: Stream, token: string, rows: Rows): Promise<void> {
    await this.#options.inserter.piece(stream.target, Buffer.concat(rows.pieces), token);
    await this.#tokens.add([stream.nameOf(token)]);
    this.#pending.delete(stream.nameOf(token));
    stream.proven = true;
  }

  #refuseWhenFull(bytes: number): void {
    const { lagMs } = this.#oldest();
    if (this.#pendingBytes + bytes <= BYTES_MAX && lagMs < LAG_MS_MAX) return;
    this.#refusedFull += 1;
    throw new EngineError(
      202,
      "TOO_MANY_SIMULTANEOUS_QUERIES",
      `The insert journal is full: ${this.#pendingBytes} bytes wait, the oldest for ${Math.round(lagMs)} ms`,
    );
  }

  #streamOf(target: Target): Stream | undefined {
    const key = JSON.stringify([target.database, target.sql, ...target.settings]);
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    const place = insertedTable(target.sql);
    if (place === undefined) return undefined;
    if (this.#streams.size >= STREAMS_MAX) this.#forgetIdle();
    const whole = { ...target, database: place.database ?? target.database };
    const stream: Stream = new Stream(whole, place.table, {
      takeSlot: () => this.#slots.take(),
      store: (segment) => this.#store(stream, segment),
      release: (slot) => this.#release(slot),
    });
    this.#streams.set(key, stream);
    return stream;
  }

  #forgetIdle(): void {
    for (const [key, stream] of this.#streams) if (stream.isEmpty) this.#streams.delete(key);
  }

  async #store(stream: Stream, segment: Segment): Promise<void> {
    const { inserter, log } = this.#options;
    const names = segment.batches.map(({ token }) => stream.nameOf(token));
    try {
      await insertSegment(segment, inserter, this.#quarantine, {
        quarantined: (batch) => log("error", "acknowledged rows were refused and put into quarantine", batch),
      });
      // Known by name before their rows are forgotten: a sender may still ask for them again.
      await this.#tokens.add(names);
    } catch (error) {
      const { message } = engineErrorFrom(error);
      if (this.#fault === null)
        log("warn", "rows of the journal cannot be inserted yet", { reason: message });
      this.#fault = message;
      throw error;
    }
    this.#fault = null;
    this.#inserts += 1;
    this.#insertedBatches += segment.batches.length;
    this.#insertedBytes += segment.bytes;
    this.#pendingBytes -= segment.bytes;
    for (const name of names) this.#pending.delete(name);
  }

  async #release(slot: Slot): Promise<void> {
    try {
      await this.#slots.giveBack(slot);
    } catch (error) {
      // Its token makes a second insert after the next start count once.
      this.#options.log("error", "files of the journal cannot be emptied", {
        slot: slot.name,
        err: String(error),
      });
    }
  }

  /**
   * Before a statement runs: what was acknowledged for the tables it names is put into the engine. Rejects when that
   * does not work, rather than answer without rows that were acknowledged.
   */
  async settle(sql: string, database: string, changesTables: boolean): Promise<void> {
    if (this.#pendingBytes > 0) {
      const waiting = [...this.#streams.values()].filter((stream) => !stream.isEmpty);
      const wanted = await Promise.all(
        waiting.map(async ({ table, target }) => {
          if (target.database !== database && !mayName(sql, target.database)) return false;
          if (mayName(sql, table)) return true;
          if (changesTables) return mayName(sql, target.database);
          return this.#options.views.mayHide(target.database, sql);
        }),
      );
      await Promise.all(waiting.filter((_, i) => wanted[i]).map((stream) => stream.flush()));
    }
    if (!changesTables) return;
    this.#options.views.forget();
    for (const stream of this.#streams.values()) stream.proven = false;
    if (EMPTIES.test(sql)) await this.#forgetTokens(namesIn(sql), database);
  }

  async #forgetTokens(names: ReadonlySet<string>, database: string): Promise<void> {
    await this.#tokens.forget((name) => {
      const [its = "", table = ""] = name.split(" ", 2);
      return names.has(its) || (its === database && names.has(table));
    });
  }

  #oldest(): { lagMs: number; batches: number } {
    const now = performance.now();
    let lagMs = 0;
    let batches = 0;
    for (const stream of this.#streams.values()) {
      for (const segment of stream.segments) {
        batches += segment.batches.length;
        if (segment.batches.length > 0) lagMs = Math.max(lagMs, now - segment.beganMs);
      }
    }
    return { lagMs, batches };
  }

  state(): JournalState {
    const { lagMs, batches } = this.#oldest();
    return {
      pendingBatches: batches,
      pendingBytes: this.#pendingBytes,
      lagMs: Math.round(lagMs),
      insertedBatches: this.#insertedBatches,
      insertedBytes: this.#insertedBytes,
      inserts: this.#inserts,
      refusedFull: this.#refusedFull,
      repeatedBatches: this.#repeated,
      quarantinedBatches: this.#quarantine.batches,
      quarantinedBytes: this.#quarantine.bytes,
      fault: this.#fault,
    };
  }

  async #syncLate(): Promise<void> {
    const now = performance.now();
    for (const stream of this.#streams.values()) {
      for (const segment of stream.segments) {
        if (segment.synced || now - segment.beganMs < SYNC_AFTER_MS) continue;
        await segment.sync().catch((error) => {
          this.#options.log("error", "the journal cannot be forced to the disk", { err: String(error) });
        });
      }
    }
  }

  /** Puts everything into the engine, as far as it takes it; the rest waits for the next start. */
  async close(): Promise<void> {
    clearInterval(this.#syncing);
    await Promise.allSettled([...this.#streams.values()].map((stream) => stream.flush()));
    for (const stream of this.#streams.values()) {
      stream.stop();
      for (const { slot } of stream.segments) await closeSlot(slot);
    }
    await this.#slots.close();
    await this.#tokens.close();
  }
}

/** A full disk in the words that callers know. */
function writeFault(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new EngineError(243, "NOT_ENOUGH_SPACE", "No space left for the insert journal");
  if (error instanceof EngineError || isNotNow(error)) return error;
  return typeof code === "string"
    ? new EngineError(75, "CANNOT_WRITE_TO_FILE_DESCRIPTOR", `The insert journal cannot be written: ${code}`)
    : error;
}
