import { crc32 } from "node:zlib";
import { z } from "zod";

/**
 * A spool file is a list of frames, each one group commit: the rows of some calls as both tables take them, and what
 * their settlement needs. A frame that was cut off by a kill ends the file; its calls were not answered to the end.
 */
const settlement = z.object({
  id: z.string(),
  workspaceId: z.string(),
  scopes: z.array(z.object({ kind: z.enum(["key", "team", "workspace"]), id: z.string() })),
  nano: z.string().regex(/^-?\d+$/),
  startedMs: z.number(),
  endedMs: z.number(),
  tokens: z.array(z.tuple([z.string(), z.number(), z.number()])),
});

const spooledCall = z.object({
  settlement,
  spanId: z.string(),
  /** Of its rows, in the order of the frame. */
  spanBytes: z.number().int().nonnegative(),
  llmSpanBytes: z.number().int().nonnegative(),
});
export type SpooledCall = z.infer<typeof spooledCall>;

const head = z.object({ group: z.number().int().positive(), calls: z.array(spooledCall) });

export type Frame = {
  /** 1, 2, 3 … within the file. */
  group: number;
  calls: SpooledCall[];
  spans: Buffer;
  llmSpans: Buffer;
};

const magic = 0x31505354; // "TSP1"
/** magic, checksum of what follows, bytes of the head, of the spans, of the LLM spans: five u32. */
const prefixBytes = 20;

export function encodeFrame({ group, calls, spans, llmSpans }: Frame): Buffer[] {
  const text = Buffer.from(JSON.stringify({ group, calls }));
  const prefix = Buffer.allocUnsafe(prefixBytes);
  prefix.writeUInt32LE(magic, 0);
  prefix.writeUInt32LE(text.length, 8);
  prefix.writeUInt32LE(spans.length, 12);
  prefix.writeUInt32LE(llmSpans.length, 16);
  prefix.writeUInt32LE(checksum([prefix.subarray(8), text, spans, llmSpans]), 4);
  return [prefix, text, spans, llmSpans];
}

const checksum = (parts: readonly Buffer[]): number => parts.reduce((sum, part) => crc32(part, sum), 0);

/** The whole frames of a file, up to the first that is cut off or damaged. */
export function decodeFrames(file: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at + prefixBytes <= file.length; ) {
    const prefix = file.subarray(at, at + prefixBytes);
    const [headBytes, spanBytes, llmSpanBytes] = [8, 12, 16].map((place) => prefix.readUInt32LE(place)) as [
      number,
      number,
      number,
    ];
    const end = at + prefixBytes + headBytes + spanBytes + llmSpanBytes;
    if (prefix.readUInt32LE(0) !== magic || end > file.length) break;
    const body = file.subarray(at + prefixBytes, end);
    if (checksum([prefix.subarray(8), body]) !== prefix.readUInt32LE(4)) break;
    // allow(request-json): our own file, its checksum has been compared
    const { group, calls } = head.parse(JSON.parse(body.toString("utf8", 0, headBytes)));
    frames.push({
      group,
      calls,
      spans: body.subarray(headBytes, headBytes + spanBytes),
      llmSpans: body.subarray(headBytes + spanBytes),
    });
    at = end;
  }
  return frames;
}
