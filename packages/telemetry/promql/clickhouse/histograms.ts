import { BinaryReader } from "../../client/binary-reader.ts";
import { fromTime, toTime } from "../../client/question.ts";
import type { BinaryQuestion, Telemetry } from "../../client/telemetry.ts";
import { tooManySamples } from "../evaluate/context.ts";
import type { NativeHistogram } from "../native/histogram.ts";
import type { HistogramSamples } from "../storage.ts";

/** Histograms held for one selector: some tens of megabytes. */
const histogramsMax = 100_000;

type Scope = Pick<BinaryQuestion, "workspaceId" | "window" | "signal" | "timeoutSeconds">;

/** The native histograms of some series, by the series' id. @throws PromqlError for too many, unavailable */
export async function readHistograms(
  telemetry: Telemetry,
  scope: Scope,
  question: { metrics: string[]; ids: readonly bigint[]; condition: string },
): Promise<Map<bigint, HistogramSamples>> {
  const found = new Map<bigint, { times: number[]; histograms: (NativeHistogram | null)[] }>();
  let read = 0;
  await telemetry.queryBinary({
    ...scope,
    name: "promql.histograms",
    sql: `SELECT series_id, toFloat64(toUnixTimestamp64Milli(time)), schema, zero_threshold, zero_count, count, sum,
            positive_indexes, positive_counts, negative_indexes, negative_counts, custom_bounds,
            toUInt8(is_delta), toUInt8(is_stale)
          FROM metric_histograms
          WHERE workspace_id = {workspaceId:UUID} AND metric IN {metrics:Array(String)}
            AND time >= ${fromTime} AND time < ${toTime} AND series_id IN (${question.ids.join(",")})
            ${question.condition}
          ORDER BY series_id, time LIMIT 1 BY series_id, time`,
    params: { metrics: question.metrics },
    consume(bytes) {
      const reader = new BinaryReader(bytes);
      while (
        reader.row(() => {
          const { id, timeMs, histogram } = readRow(reader);
          if (++read > histogramsMax) throw tooManySamples();
          const series = found.get(id) ?? { times: [], histograms: [] };
          series.times.push(timeMs);
          series.histograms.push(histogram);
          found.set(id, series);
          return true;
        })
      );
      return reader.at;
    },
  });
  return new Map(
    [...found].map(([id, { times, histograms }]) => [id, { times: Float64Array.from(times), histograms }]),
  );
}

function readRow(reader: BinaryReader): { id: bigint; timeMs: number; histogram: NativeHistogram | null } {
  const id = reader.u64();
  const timeMs = reader.f64();
  const schema = reader.i8();
  const [zeroThreshold, zeroCount, count, sum] = [reader.f64(), reader.f64(), reader.f64(), reader.f64()];
  const side = () => {
    const indexes = reader.list(() => reader.i32());
    return { indexes, counts: reader.list(() => reader.f64()) };
  };
  const [positive, negative] = [side(), side()];
  const customBounds = reader.list(() => reader.f64());
  const isDelta = reader.u8() === 1;
  const isStale = reader.u8() === 1;
  const numbers = { schema, zeroThreshold, zeroCount, count, sum, positive, negative, customBounds };
  return { id, timeMs, histogram: isStale ? null : { ...numbers, isGauge: isDelta } };
}
