import { gzipSync } from "node:zlib";
import type { Chance } from "./chance.testing.ts";
import { hostileGzip, hostileText, mutateJson } from "./mutate.testing.ts";
import type { HostileRequest } from "./requests.testing.ts";

/** A deployment that takes one matrix of so many numbers, under this name in each workspace. */
export type Scored = { deployment: string; input: string; columns: readonly string[] };

/** Predictions asked for, and predictions and labels that come in. One request out of the chance given. */
export function hostileScoring(scored: Scored, mark: string, by: Chance, nowMs: number): HostileRequest {
  const rows = Array.from({ length: 1 + by.whole(3) }, () => scored.columns.map(() => oddNumber(by)));
  const made = by.of(makers)(scored, rows, mark, by, nowMs);
  const good = Buffer.from(typeof made.body === "string" ? made.body : JSON.stringify(made.body));
  const headers: Record<string, string> = {
    "content-type": typeof made.body === "string" ? "text/csv" : "application/json",
    "x-triops-user": mark,
    "x-triops-service": mark,
  };
  if (by.next() < 0.05)
    headers["content-type"] = by.of(["text/plain", "application/json; charset=utf-16", "x", ""]);
  if (by.next() < 0.03) headers["content-encoding"] = by.of(["br", "gzip", "gzip, gzip", "x"]);
  if (by.next() < 0.03) headers["inference-header-content-length"] = "12";
  if (by.next() < 0.05) headers["x-request-id"] = by.of(["", "a b", "x".repeat(500), mark]);
  const { path } = made;
  const kind = by.of(["good", "mutated", "mutated", "mutated", "text", "gzip", "good gzip"]);
  if (kind === "good") return { path, kind, headers, body: good };
  const zipped = { ...headers, "content-encoding": "gzip" };
  if (kind === "good gzip") return { path, kind, headers: zipped, body: gzipSync(good) };
  if (kind === "gzip") return { path, kind, headers: zipped, body: hostileGzip(good, by) };
  if (kind === "text" || typeof made.body === "string")
    return { path, kind: "text", headers, body: hostileText(good.toString(), by) };
  return { path, kind, headers, body: Buffer.from(JSON.stringify(mutateJson(made.body, by)) ?? "") };
}

type Maker = (
  scored: Scored,
  rows: number[][],
  mark: string,
  by: Chance,
  nowMs: number,
) => { path: string; body: object | string };

const oddNumber = (by: Chance): number =>
  by.next() < 0.9 ? by.next() * 10 : by.of([0, -1, 1e308, -1e308, 2 ** 53, 1e-320]);

const oip: Maker = ({ deployment, input, columns }, rows, mark, by) => ({
  path: `/v2/models/${by.next() < 0.97 ? deployment : by.of(["%00", "..%2f..", "none", mark])}${by.of(["", "", "/versions/1", "/versions/x"])}/infer`,
  body: {
    id: mark,
    inputs: [
      {
        name: input,
        shape: [rows.length, columns.length],
        datatype: by.of(["FP64", "FP64", "FP32", "INT64", "BYTES", "BOOL", "FP16"]),
        data: by.next() < 0.5 ? rows : rows.flat(),
      },
    ],
    ...(by.next() < 0.2 ? { outputs: [{ name: by.of(["label", "probabilities", mark]) }] } : {}),
  },
});

const scoring: Maker = ({ deployment, input, columns }, rows, mark, by) => ({
  path: `/deployments/${deployment}/invocations`,
  body: {
    ...by.of<object>([
      { dataframe_split: { columns: [...columns, "mark"], data: rows.map((row) => [...row, mark]) } },
      {
        dataframe_records: rows.map((row) => Object.fromEntries(row.map((value, i) => [columns[i], value]))),
      },
      { instances: rows },
      { instances: rows.map((row) => ({ [input]: row })) },
      { inputs: rows },
      { inputs: { [input]: rows } },
      { messages: [{ role: "user", content: mark }] },
    ]),
    ...(by.next() < 0.1 ? { params: { mark } } : {}),
  },
});

const csv: Maker = ({ deployment, columns }, rows) => ({
  path: `/deployments/${deployment}/invocations`,
  body: [columns.join(","), ...rows.map((row) => row.join(","))].join("\r\n"),
});

const prediction: Maker = ({ deployment, columns }, rows, mark, by, nowMs) => ({
  path: "/v1/predictions",
  body: rows.map((row, i) => ({
    id: `${mark}-${by.whole(1_000_000)}-${i}`,
    deployment,
    time: new Date(nowMs - by.whole(100_000)).toISOString(),
    features: { mark, ...Object.fromEntries(row.map((value, at) => [columns[at], value])) },
    output: by.of<unknown>([1, mark, { label: 1, score: 0.5 }, [0.1, 0.9]]),
    latencyMs: by.whole(100),
  })),
});

const label: Maker = ({ deployment }, rows, mark, by) => ({
  path: "/v1/ground-truth",
  body: rows.map((_, i) => ({
    id: `${mark}-${by.whole(1_000_000)}-${i}`,
    deployment,
    label: by.of<unknown>([1, 0, mark, true]),
  })),
});

const makers: readonly Maker[] = [oip, oip, scoring, scoring, csv, prediction, label];
