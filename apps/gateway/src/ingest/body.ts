import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip as gunzipCallback, gunzipSync } from "node:zlib";
import { limits } from "../limits.ts";
import { IngestFault } from "./fault.ts";

const gunzip = promisify(gunzipCallback);

/** Bytes of all bodies in memory, so that many large ones are refused before they are all held. */
export type Budget = { used: number };

/** Below this, decompressing takes less time than a turn through the thread pool. */
const inlineBytesMax = 16 * 1024;

/** @throws IngestFault 415 for anything but gzip and identity: no Brotli anywhere, no chains */
export function checkEncoding(encoding: string | undefined): "gzip" | "identity" {
  const name = (encoding ?? "identity").trim().toLowerCase();
  if (name === "gzip" || name === "identity") return name;
  throw new IngestFault(415, "Content-Encoding must be gzip or identity");
}

/** Reads the body as sent. @throws IngestFault 413, 503 */
export async function readBody(
  stream: Readable,
  declaredBytes: number | undefined,
  budget: Budget,
): Promise<Buffer> {
  if (declaredBytes !== undefined && declaredBytes > limits.bodyBytesMax) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      budget.used += chunk.length;
      if (bytes > limits.bodyBytesMax) throw tooLarge();
      if (budget.used > limits.bodyBytesInFlightMax) {
        throw new IngestFault(503, "The gateway is busy", { retryAfterSeconds: 1 });
      }
      chunks.push(chunk);
    }
  } catch (error) {
    budget.used -= bytes;
    throw error;
  }
  budget.used -= bytes;
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes);
}

/** Bodies being decompressed in the thread pool: more at once would only hold more memory. */
const inflatingMax = 2;
let inflating = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
  if (inflating >= inflatingMax) await new Promise<void>((resolve) => waiting.push(resolve));
  inflating++;
  try {
    return await run();
  } finally {
    inflating--;
    waiting.shift()?.();
  }
}

/** @throws IngestFault 400 when it is no gzip, 413 when it grows too large or too fast */
export async function inflate(body: Buffer, encoding: "gzip" | "identity"): Promise<Buffer> {
  if (encoding === "identity") return body;
  const ratioBytes = Math.max(limits.inflateFreeBytes, body.length * limits.inflateRatioMax);
  const options = { maxOutputLength: Math.min(limits.bodyBytesMax, ratioBytes) };
  try {
    return body.length <= inlineBytesMax
      ? gunzipSync(body, options)
      : await inTurn(() => gunzip(body, options));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw new IngestFault(400, "The body is not valid gzip");
  }
}

const tooLarge = () =>
  new IngestFault(
    413,
    "The body is larger than 20 MiB, or decompresses to more than a hundred times its size",
  );
