import { gzipSync } from "node:zlib";
import { compress } from "../remote-write/snappy.testing.ts";
import { type Bodies, bodies, encoders } from "./bodies.testing.ts";
import { type Chance, chance } from "./chance.testing.ts";
import { hostileGzip, hostileSnappy, hostileText, mutateBytes, mutateJson } from "./mutate.testing.ts";

export type HostileRequest = { path: string; kind: string; headers: Record<string, string>; body: Buffer };

type Endpoint = {
  path: string;
  json?: (given: Bodies) => unknown;
  protobuf?: (given: Bodies) => Buffer;
  /** Snappy, always: remote_write. */
  contentType?: string;
};

const write2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

/** Everything that takes a body from machines. */
export const endpoints: readonly Endpoint[] = [
  { path: "/v1/metrics", json: (given) => given.metrics, protobuf: encoders.metrics },
  { path: "/v1/logs", json: (given) => given.logs, protobuf: encoders.logs },
  { path: "/v1/traces", json: (given) => given.traces, protobuf: encoders.traces },
  { path: "/api/public/otel/v1/traces", json: (given) => given.traces, protobuf: encoders.traces },
  { path: "/api/v1/write", protobuf: encoders.write1, contentType: "application/x-protobuf" },
  { path: "/api/v1/write", protobuf: encoders.write2, contentType: write2 },
  { path: "/api/v2/alerts", json: (given) => given.alerts },
  { path: "/webhooks/alertmanager", json: (given) => given.webhook },
  { path: "/webhooks/changes", json: (given) => given.change },
];

const types = [
  "application/json",
  "application/x-protobuf",
  write2,
  "text/plain",
  "application/json; charset=utf-16",
  "multipart/form-data; boundary=x",
  "x",
];
const encodings = ["gzip", "identity", "snappy", "br", "zstd", "deflate", "gzip, gzip", "x"];

/** One request out of the seed; `mark` names its sender in everything that is readable. */
export function hostileRequest(seed: number, mark: string, nowMs: number): HostileRequest {
  const by = chance(seed);
  const endpoint = by.of(endpoints);
  const given = bodies(mark, by, nowMs);
  const made = endpoint.contentType ? writeRequest(endpoint, given, by) : otherRequest(endpoint, given, by);
  if (by.next() < 0.05) made.headers["content-type"] = by.of(types);
  if (by.next() < 0.05) made.headers["content-encoding"] = by.of(encodings);
  if (by.next() < 0.03) made.body = by.bytes(by.whole(2_000));
  return { path: endpoint.path, ...made };
}

type Made = Omit<HostileRequest, "path">;

function writeRequest(endpoint: Endpoint, given: Bodies, by: Chance): Made {
  const bytes = endpoint.protobuf?.(given) ?? Buffer.alloc(0);
  const headers = { "content-type": endpoint.contentType ?? "", "content-encoding": "snappy" };
  const kind = by.of(["good", "protobuf", "protobuf", "snappy"]);
  if (kind === "snappy") return { kind, headers, body: hostileSnappy(compress(bytes), by) };
  return { kind, headers, body: compress(kind === "good" ? bytes : mutateBytes(bytes, by)) };
}

function otherRequest(endpoint: Endpoint, given: Bodies, by: Chance): Made {
  const asProtobuf = endpoint.protobuf !== undefined && (endpoint.json === undefined || by.next() < 0.5);
  const headers: Record<string, string> = {
    "content-type": asProtobuf ? "application/x-protobuf" : "application/json",
  };
  const value = endpoint.json?.(given);
  const good =
    asProtobuf && endpoint.protobuf ? endpoint.protobuf(given) : Buffer.from(JSON.stringify(value));
  const kind = by.of(["good", "mutated", "mutated", "mutated", "gzip", "good gzip"]);
  if (kind === "good") return { kind, headers, body: good };
  if (kind === "good gzip")
    return { kind, headers: { ...headers, "content-encoding": "gzip" }, body: gzipSync(good) };
  if (kind === "gzip")
    return { kind, headers: { ...headers, "content-encoding": "gzip" }, body: hostileGzip(good, by) };
  if (asProtobuf) return { kind, headers, body: mutateBytes(good, by) };
  const body =
    by.next() < 0.3
      ? hostileText(good.toString(), by)
      : Buffer.from(JSON.stringify(mutateJson(value, by)) ?? "");
  return { kind, headers, body };
}

/** Good bodies of every protobuf endpoint, cut at every byte. */
export function* cutRequests(mark: string, nowMs: number): Generator<HostileRequest> {
  const given = bodies(mark, chance(1), nowMs);
  for (const { path, protobuf, contentType } of endpoints) {
    if (protobuf === undefined) continue;
    const bytes = protobuf(given);
    for (let at = 0; at < bytes.length; at++) {
      const cut = bytes.subarray(0, at);
      const headers: Record<string, string> = { "content-type": contentType ?? "application/x-protobuf" };
      if (contentType) headers["content-encoding"] = "snappy";
      yield { path, kind: `cut at ${at}`, headers, body: contentType ? compress(cut) : cut };
    }
  }
}
