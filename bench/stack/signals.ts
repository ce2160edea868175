import { encodeVersion1 } from "@triops/telemetry/remote-write/request.testing";
import { compress } from "@triops/telemetry/remote-write/snappy.testing";

/** Things of one request, numbered throughout, so that what is stored can be compared with what was acknowledged. */
export type Lot = { client: number; first: number; count: number; timeMs: number };

export type Signal = {
  name: "metrics" | "remote_write" | "logs" | "spans";
  path: string;
  headers: Record<string, string>;
  body(lot: Lot): Uint8Array | string;
  /** A SELECT of `number` for everything stored, once folded; `scope` binds workspace and time. */
  numbers(scope: string): string;
};

const service = "bench-faults";
const json = { "content-type": "application/json" };
const resource = { attributes: [{ key: "service.name", value: { stringValue: service } }] };
const each = <T>({ first, count }: Lot, make: (number: number, at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(first + at, at));
const attribute = (key: string, value: number | string) => ({ key, value: { stringValue: String(value) } });
const nanos = (timeMs: number, at = 0) => `${timeMs}${String(at).padStart(6, "0")}`;

/** One series per client and place in the request: two samples of a series never have the same time. */
export const signals: readonly Signal[] = [
  {
    name: "metrics",
    path: "/v1/metrics",
    headers: json,
    body: (lot) => {
      const dataPoints = each(lot, (number, at) => ({
        timeUnixNano: nanos(lot.timeMs),
        asDouble: number,
        attributes: [attribute("client", lot.client), attribute("slot", at)],
      }));
      const metrics = [{ name: "bench.faults", gauge: { dataPoints } }];
      return JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] });
    },
    numbers: (scope) =>
      `SELECT toUInt64(value) AS number FROM metric_samples FINAL WHERE ${scope} AND metric = 'bench_faults'`,
  },
  {
    name: "remote_write",
    path: "/api/v1/write",
    headers: { "content-type": "application/x-protobuf", "content-encoding": "snappy" },
    body: (lot) =>
      new Uint8Array(
        compress(
          encodeVersion1(
            each(lot, (number, at) => ({
              labels: [
                ["__name__", "bench_faults_written"],
                ["client", String(lot.client)],
                ["slot", String(at)],
              ],
              samples: [{ value: number, timestamp: lot.timeMs }],
            })),
          ),
        ),
      ),
    numbers: (scope) =>
      `SELECT toUInt64(value) AS number FROM metric_samples FINAL WHERE ${scope} AND metric = 'bench_faults_written'`,
  },
  {
    name: "logs",
    path: "/v1/logs",
    headers: json,
    body: (lot) => {
      const logRecords = each(lot, (number, at) => ({
        timeUnixNano: nanos(lot.timeMs, at),
        severityNumber: 9,
        body: { stringValue: `request ${number} was served` },
        attributes: [attribute("number", number)],
      }));
      return JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
    },
    numbers: (scope) =>
      `SELECT toUInt64(attributes['number']) AS number FROM logs FINAL WHERE ${scope} AND service = '${service}'`,
  },
  {
    name: "spans",
    path: "/v1/traces",
    headers: json,
    body: (lot) => {
      const spans = each(lot, (number, at) => ({
        traceId: lot.first.toString(16).padStart(32, "f"),
        spanId: number.toString(16).padStart(16, "e"),
        name: "served",
        kind: 2,
        startTimeUnixNano: nanos(lot.timeMs, at),
        endTimeUnixNano: nanos(lot.timeMs + 5, at),
        attributes: [attribute("number", number)],
      }));
      return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
    },
    numbers: (scope) =>
      `SELECT toUInt64(attributes['number']) AS number FROM spans FINAL WHERE ${scope} AND service = '${service}'`,
  },
];
