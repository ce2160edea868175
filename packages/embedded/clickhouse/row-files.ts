import { randomBytes } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { readable, tooLarge } from "./body.ts";

/** Rows of one insert, bytes after decompression. */
export const ROWS_BYTES_MAX = 2 * 1024 * 1024 * 1024;
/** Bytes gathered before one write to disk; a file that grew beyond is emptied before it is used again. */
const WRITE_BYTES = 1024 * 1024;
/** Files kept for the next inserts: as many as usually run side by side. */
const KEPT_MAX = 8;

export interface RowFile {
  name: string;
  bytes: number;
  /** `reuse` only when the engine is known to have finished with it. */
  release: (reuse: boolean) => Promise<void>;
}

interface Kept {
  name: string;
  handle: FileHandle;
  /** What is in it from last time. */
  bytes: number;
}

/**
 * Puts rows into files with random names for `FROM INFILE`: the engine parses the bytes as they came. Files are
 * written over and over instead of made and deleted, which would cost four more turns through the thread pool and,
 * on file systems that do not hand out lately deleted inodes again, more than the insert itself.
 */
export class RowFiles {
  readonly #folder: string;
  readonly #kept: Kept[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Throws code 349 when there are too many rows, 271 when they cannot be decompressed. */
  async write(head: Buffer, rest: AsyncIterable<Buffer>): Promise<RowFile> {
    const file = this.#kept.pop() ?? (await this.#create());
    let bytes = 0;
    let written = 0;
    let pending: Buffer[] = [];
    const flush = async () => {
      // One call for many short pieces; a short write is possible and continues where it ended.
      let data = pending.length === 1 && pending[0] ? pending[0] : Buffer.concat(pending);
      pending = [];
      while (data.length > 0) {
        const { bytesWritten } = await file.handle.write(data, 0, data.length, written);
        written += bytesWritten;
        data = data.subarray(bytesWritten);
      }
    };
    const add = async (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > ROWS_BYTES_MAX) throw tooLarge(ROWS_BYTES_MAX);
      pending.push(chunk);
      if (bytes - written >= WRITE_BYTES) await flush();
    };
    try {
      if (head.length > 0) await add(head);
      for await (const chunk of readable(rest)) await add(chunk);
      await flush();
      if (file.bytes > bytes) await file.handle.truncate(bytes);
      file.bytes = bytes;
    } catch (error) {
      await this.#discard(file);
      throw error;
    }
    return { name: file.name, bytes, release: (reuse) => this.#release(file, reuse) };
  }

  async #create(): Promise<Kept> {
    const name = `${randomBytes(16).toString("hex")}.rows`;
    return { name, handle: await open(join(this.#folder, name), "wx", 0o600), bytes: 0 };
  }

  async #release(file: Kept, reuse: boolean): Promise<void> {
    if (!reuse || this.#kept.length >= KEPT_MAX) return this.#discard(file);
    if (file.bytes > WRITE_BYTES) {
      await file.handle.truncate(0);
      file.bytes = 0;
    }
    this.#kept.push(file);
  }

  async #discard(file: Kept): Promise<void> {
    await file.handle.close().catch(() => {});
    await unlink(join(this.#folder, file.name)).catch(() => {});
  }
}
