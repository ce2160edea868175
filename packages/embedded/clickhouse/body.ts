import type { IncomingMessage } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { EngineError } from "./engine-errors.ts";

/** Statements held in memory, bytes after decompression. */
export const SQL_BYTES_MAX = 32 * 1024 * 1024;

export class UnsupportedEncoding extends Error {}

export const tooLarge = (max: number) =>
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
export async function* readable(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new EngineError(271, "CANNOT_DECOMPRESS", `The request body cannot be read: ${text}`);
  }
}
