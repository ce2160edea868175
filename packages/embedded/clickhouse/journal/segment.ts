import { randomUUID } from "node:crypto";
import { type FileHandle, readFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { type Batch, batchLine, headLine, markLine, readIndex, type Target } from "./index-lines.ts";
import type { Rows } from "./rows.ts";
import { clearSlot, type Slot } from "./slots.ts";

interface Waiting {
  token: string;
  rows: Rows;
  resolve(): void;
  reject(error: unknown): void;
}

/** Rows of one statement, gathered until they are inserted together. */
export class Segment {
  readonly id: string;
  readonly target: Target;
  readonly slot: Slot;
  readonly batches: Batch[] = [];
  inPieces = false;
  recoveries = 0;
  /** Bytes of rows that are written and counted, and all that were given. */
  bytes = 0;
  bytesGiven = 0;
  /** When its first batch came, on the process's own clock, ms. */
  readonly beganMs: number;
  synced = false;
  /** A write failed and could not be taken back: nothing more may be added. */
  broken = false;
  #indexBytes = 0;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;

  constructor(slot: Slot, target: Target, id: string = randomUUID(), beganMs: number = performance.now()) {
    this.slot = slot;
    this.target = target;
    this.id = id;
    this.beganMs = beganMs;
  }

  /** Resolves when the rows are with the operating system: they outlive this process, however it ends. */
  append(token: string, rows: Rows): Promise<void> {
    this.bytesGiven += rows.bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ token, rows, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** Waits for everything that was given. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Takes away what a failed write left behind. */
  async trim(): Promise<void> {
    await this.slot.index.truncate(this.#indexBytes);
    await this.slot.rows.truncate(this.bytes);
    this.broken = false;
  }

  async mark(mark: "pieces" | "recovered"): Promise<void> {
    if (mark === "pieces") this.inPieces = true;
    else this.recoveries += 1;
    const line = markLine(mark);
    await this.slot.index.appendFile(line);
    this.#indexBytes += Buffer.byteLength(line);
  }

  /** To the disk itself, for when the power fails. */
  async sync(): Promise<void> {
    this.synced = true;
    await this.slot.rows.datasync();
    await this.slot.index.datasync();
  }

  /** Rows of one batch; undefined when they are not what was written, which takes a machine that lost its power. */
  async read(batch: Batch): Promise<Buffer | undefined> {
    const bytes = await this.bytesOf(batch);
    return bytes.length === batch.bytes && crc32(bytes) === batch.checksum ? bytes : undefined;
  }

  /** What stands in a batch's place, whatever it is. */
  async bytesOf(batch: Batch): Promise<Buffer> {
    const bytes = Buffer.alloc(batch.bytes);
    const { bytesRead } = await this.slot.rows.read(bytes, 0, batch.bytes, batch.offset);
    return bytes.subarray(0, bytesRead);
  }

  /** What came during a write goes out with the next one. */
  async #write(): Promise<void> {
    await null;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.#writeGroup(group);
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { rows, reject } of group) {
          this.bytesGiven -= rows.bytes;
          reject(error);
        }
      }
    }
    this.#writing = null;
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    let lines = this.#indexBytes === 0 ? headLine(this.id, this.target) : "";
    let offset = this.bytes;
    const batches = group.map(({ token, rows: { pieces, bytes } }) => {
      const checksum = pieces.reduce((sum, piece) => crc32(piece, sum), 0);
      const batch = { token, offset, bytes, checksum };
      lines += batchLine(batch);
      offset += bytes;
      return batch;
    });
    try {
      await writeAll(
        this.slot.rows,
        group.flatMap(({ rows }) => rows.pieces),
      );
      await this.slot.index.appendFile(lines);
    } catch (error) {
      // Nothing of it was acknowledged: back to what was. A disk that is full still lets files be cut.
      this.broken = true;
      await this.trim();
      throw error;
    }
    this.#indexBytes += Buffer.byteLength(lines);
    this.bytes = offset;
    this.batches.push(...batches);
    this.synced = false;
  }

  /**
   * What an earlier process left in a slot; undefined when nothing was acknowledged there. Rows without a line, and a
   * line that was cut, are taken away.
   */
  static async recover(folder: string, slot: Slot): Promise<Segment | undefined> {
    const found = readIndex(await readFile(join(folder, `${slot.name}.index`), "utf8"));
    const last = found?.batches.at(-1);
    if (found === undefined || last === undefined) {
      await clearSlot(slot);
      return undefined;
    }
    const segment = new Segment(slot, found.target, found.id);
    segment.bytes = segment.bytesGiven = last.offset + last.bytes;
    segment.#indexBytes = found.indexBytes;
    segment.inPieces = found.inPieces;
    segment.recoveries = found.recoveries;
    segment.batches.push(...found.batches);
    await segment.trim();
    if (segment.inPieces) return segment;
    for (const batch of segment.batches) {
      if ((await segment.read(batch)) !== undefined) continue;
      await segment.mark("pieces");
      break;
    }
    return segment;
  }
}

/** Few pieces go out in one call; a call that wrote less goes on where it ended. */
async function writeAll(file: FileHandle, pieces: readonly Buffer[]): Promise<void> {
  for (let at = 0; at < pieces.length; at += PIECES_MAX) {
    let list = pieces.slice(at, at + PIECES_MAX);
    while (list.length > 0) {
      let { bytesWritten } = await file.writev(list);
      while (list[0] !== undefined && list[0].length <= bytesWritten) {
        bytesWritten -= list[0].length;
        list = list.slice(1);
      }
      if (list[0] !== undefined) list = [list[0].subarray(bytesWritten), ...list.slice(1)];
    }
  }
}

/** Linux takes 1,024 pieces at once. */
const PIECES_MAX = 1_000;
