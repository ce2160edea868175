import type { TimeLimits } from "../otlp/flatten-metrics.ts";
import { pointsMax } from "./points.ts";
import type { WriteResult, WriteRun, WriteSink } from "./sink.ts";
import { writeVersion1 } from "./version-1.ts";
import { writeVersion2 } from "./version-2.ts";

/**
 * Gives what an uncompressed remote_write request carries to the sink. A point is taken or refused, and every refusal
 * is counted with its reason.
 * @throws DecodeError when it is malformed, TooManyPoints; the sink may have been given a part by then
 */
export function readWriteRequest<Handle extends object>(
  version: 1 | 2,
  bytes: Buffer,
  times: TimeLimits,
  sink: WriteSink<Handle>,
): WriteResult {
  const result: WriteResult = { samples: 0, histograms: 0, exemplars: 0, refused: new Map() };
  const run: WriteRun<Handle> = { sink, times, result, pointsLeft: pointsMax };
  if (version === 1) writeVersion1(bytes, run);
  else writeVersion2(bytes, run);
  return result;
}
