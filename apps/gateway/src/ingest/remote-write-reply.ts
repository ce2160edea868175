import { DecodeError } from "@triops/telemetry/otlp/decode-error";
import type { WriteRefusal, WriteResult } from "@triops/telemetry/remote-write/sink";
import { snappyHead, uncompress } from "@triops/telemetry/remote-write/snappy";
import { limits } from "../limits.ts";
import { IngestFault } from "./fault.ts";
import { refusalMessage } from "./refusals.ts";

const messages = new Map<string, 1 | 2>([
  ["prometheus.WriteRequest", 1],
  ["io.prometheus.write.v2.Request", 2],
]);

/** Which message the content type announces; without a `proto` it is the first version. @throws IngestFault 415 */
export function versionOf(contentType: string | undefined): 1 | 2 {
  const [type = "", ...parameters] = (contentType ?? "").split(";").map((part) => part.trim());
  if (type.toLowerCase() === "application/x-protobuf") {
    const proto = parameters.find((parameter) => /^proto=/i.test(parameter))?.slice(6);
    const version = proto === undefined ? 1 : messages.get(proto.replaceAll('"', ""));
    if (version !== undefined) return version;
  }
  throw new IngestFault(
    415,
    "Content-Type must be application/x-protobuf, of prometheus.WriteRequest or io.prometheus.write.v2.Request",
  );
}

/** @throws IngestFault 415: the block format of snappy is the only one that the protocol knows */
export function checkSnappy(encoding: string | undefined): void {
  if (encoding?.trim().toLowerCase() !== "snappy") {
    throw new IngestFault(415, "Content-Encoding must be snappy");
  }
}

/** One request is read at a time: all decompress into the same memory, as long as it is not extraordinarily large. */
let room = Buffer.alloc(0);
const roomBytesMax = 4 * 1024 * 1024;

/**
 * The claimed length is limited before anything is decompressed. The result stands until the next call: read it
 * before giving way to others.
 * @throws DecodeError, IngestFault 413
 */
export function unsnap(block: Buffer): Buffer {
  if (block.length === 0) return block;
  const head = snappyHead(block);
  if (head.length > limits.bodyBytesMax) {
    throw new IngestFault(413, "The body decompresses to more than 20 MiB");
  }
  if (head.length > room.length && head.length <= roomBytesMax) {
    room = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(head.length)));
  }
  return uncompress(block, head, room);
}

/** Counts of what was stored, which version 2 wants with every answer, refusals included. */
export function writtenHeaders(result: WriteResult | null): Record<string, string> {
  return {
    "x-prometheus-remote-write-samples-written": String(result?.samples ?? 0),
    "x-prometheus-remote-write-histograms-written": String(result?.histograms ?? 0),
    "x-prometheus-remote-write-exemplars-written": String(result?.exemplars ?? 0),
  };
}

/**
 * Why this is not a full success; null when it is. Exemplars are not stored: version 1 does not know them and
 * ignores that, version 2 wants to hear of everything that was not written.
 */
export function refusalText(result: WriteResult, version: 1 | 2): string | null {
  const refused = new Map<WriteRefusal, { count: number; example: string }>(result.refused);
  if (version === 1) refused.delete("exemplars_unsupported");
  return refused.size === 0 ? null : refusalMessage("points", refused);
}

export const isUndecodable = (error: unknown): error is DecodeError => error instanceof DecodeError;
