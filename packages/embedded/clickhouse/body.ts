import { randomBytes } from "node:crypto";
import { open, unlink } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { pipeline, type Readable } from "node:stream";
import { createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { EngineError } from "./engine-errors.ts";

/** Statements held in memory, bytes after decompression. */
export const SQL_BYTES_MAX = 32 * 1024 * 1024;
/** Rows of one insert, bytes after decompression. */
export const ROWS_BYTES_MAX = 2 * 1024 * 1024 * 1024;
/** Bytes gathered before one write to disk. */
const WRITE_BYTES = 1024 * 1024;

export class UnsupportedEncoding extends Error {}

const tooLarge = (max: number) =>
  new EngineError(
    349,
    "QUERY_IS_TOO_LARGE",
    `The request body is larger than ${max} bytes after decompression`,
  );

/** The body after decompression. Brotli is refused on purpose: its decoders had remote code execution bugs in 2026. */
export function plainBody(request: IncomingMessage): Readable {
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  const decoder =
    encoding === "gzip" || encoding === "x-gzip"
      ? createGunzip()
      : encoding === "zstd"
        ? createZstdDecompress()
        : encoding === "deflate"
          ? createInflate()
          : undefined;
  if (decoder) {
    return pipeline(request, decoder, () => {
      // The reader of the decoder sees the error; the callback only keeps it from being thrown.
    });
  }
  if (encoding === "identity" || encoding === "") return request;
  throw new UnsupportedEncoding(encoding);
}

/** Reads a body to its end. Throws code 349 when it passes `max` bytes. */
export async function readAll(body: AsyncIterable<Buffer>, max: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of readable(body)) {
    size += chunk.length;
    if (size > max) throw tooLarge(max);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Turns a decoder's failure into the engine's code for broken input. */
async function* readable(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new EngineError(271, "CANNOT_DECOMPRESS", `The request body cannot be read: ${text}`);
  }
}

export interface RowFile {
  name: string;
  bytes: number;
  remove: () => Promise<void>;
}

/**
 * Puts rows into a file with a random name for `FROM INFILE`: the engine parses the bytes as they came. The file
 * lives in the page cache for milliseconds and is gone before the disk sees most of it.
 */
export async function rowsToFile(
  folder: string,
  head: Buffer,
  rest: AsyncIterable<Buffer>,
): Promise<RowFile> {
  const name = `${randomBytes(16).toString("hex")}.rows`;
  const path = join(folder, name);
  const handle = await open(path, "wx", 0o600);
  let bytes = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const flush = async () => {
    if (pendingBytes > 0) await handle.writev(pending);
    pending = [];
    pendingBytes = 0;
  };
  const add = async (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ROWS_BYTES_MAX) throw tooLarge(ROWS_BYTES_MAX);
    pending.push(chunk);
    pendingBytes += chunk.length;
    if (pendingBytes >= WRITE_BYTES) await flush();
  };
  const remove = () => unlink(path).catch(() => {});
  try {
    if (head.length > 0) await add(head);
    for await (const chunk of readable(rest)) await add(chunk);
    await flush();
  } catch (error) {
    await handle.close();
    await remove();
    throw error;
  }
  await handle.close();
  return { name, bytes, remove };
}
