import { makeAlert } from "@triops/domains/alerts/testing";
import { create as createKey } from "@triops/domains/api-keys/create";
import { createAuth } from "@triops/domains/members/auth";
import { create as createMonitor } from "@triops/domains/monitors/create";
import { putSamples } from "@triops/telemetry/testing";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuthenticator } from "../authenticate.ts";
import { createPromApi, promPrefix } from "./answer.ts";

let harness: Harness;
let answer: (request: Request) => Promise<Response>;
let home: TestWorkspace;
let key: string;
let elsewhere: string;

/** Whole minutes, a little ago: samples come each 15 s for ten minutes. */
const endMs = Math.floor(Date.now() / 60_000 - 1) * 60_000;
const startMs = endMs - 600_000;
const seconds = (ms: number) => String(ms / 1_000);

async function keyFor(workspace: TestWorkspace, scopes: ("read" | "ingest")[]): Promise<string> {
  const owner = await harness.callerAs(workspace, "owner");
  return (await createKey.call(owner, { name: scopes.join(), scopes })).key;
}

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  const { runtime } = harness;
  answer = createPromApi({
    runtime,
    authenticator: createAuthenticator(runtime, createAuth(runtime), undefined),
  });
  home = await harness.makeWorkspace();
  const other = await harness.makeWorkspace();
  key = await keyFor(home, ["read"]);
  elsewhere = await keyFor(other, ["read"]);
  for (const [mode, perSecond] of [
    ["user", 2],
    ["idle", 3],
  ] as const) {
    const points = Array.from({ length: 41 }, (_, i) => {
      return [new Date(startMs + i * 15_000), 1_000 + i * 15 * perSecond] as const;
    });
    const labels = { mode, instance: "a:9100" };
    await putSamples(runtime.telemetry, home.id, {
      metric: "cpu_seconds_total",
      kind: "counter",
      labels,
      points,
    });
  }
  await putSamples(runtime.telemetry, other.id, {
    metric: "secret_total",
    kind: "counter",
    labels: { mode: "hidden" },
    points: [[new Date(endMs), 1]],
  });
});
afterAll(() => harness.close());

type Envelope = { status: string; data: never; errorType?: string; error?: string; warnings?: string[] };
type RangeSeries = { metric: Record<string, string>; values: [number, string][] };
type Given = Record<string, string | string[]>;

function parametersOf(given: Given): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    for (const one of [value].flat()) parameters.append(name, one);
  }
  return parameters;
}

async function ask(
  path: string,
  given: Given = {},
  {
    method = "GET",
    headers = {} as Record<string, string>,
    signal = undefined as AbortSignal | undefined,
  } = {},
): Promise<{ status: number; body: Envelope; headers: Headers }> {
  const url = new URL(`http://127.0.0.1:3999${promPrefix}/api/v1/${path}`);
  const parameters = parametersOf(given);
  if (method === "GET") url.search = parameters.toString();
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const response = await answer(
    new Request(url, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(method === "POST" ? form : {}), ...headers },
      ...(method === "POST" ? { body: parameters.toString() } : {}),
      ...(signal ? { signal } : {}),
    }),
  );
  return { status: response.status, body: (await response.json()) as Envelope, headers: response.headers };
}

describe("Grafana's data source", () => {
  it("passes Save & test: 1+1 at second 4, then the build", async () => {
    const sum = await ask("query", { query: "1+1", time: "4" }, { method: "POST" });
    expect(sum.status).toBe(200);
    expect(sum.body).toEqual({ status: "success", data: { resultType: "scalar", result: [4, "2"] } });
    const build = await ask("status/buildinfo");
    expect(build.status).toBe(200);
    expect(build.body.data).toMatchObject({ version: expect.stringMatching(/^3\./) });
    expect(build.body.data).not.toHaveProperty("features");
  });

  it("explores: metric names, labels, values, series, metadata", async () => {
    const range = { start: seconds(startMs), end: seconds(endMs) };
    expect((await ask("label/__name__/values", range)).body.data).toEqual(["cpu_seconds_total"]);
    expect((await ask("labels", { ...range, "match[]": "cpu_seconds_total" })).body.data).toEqual([
      "__name__",
      "instance",
      "mode",
    ]);
    expect((await ask("labels", range, { method: "POST" })).body.data).toContain("mode");
    const idle = { ...range, "match[]": ['{mode="idle"}', "nothing"] };
    expect((await ask("label/mode/values", idle)).body.data).toEqual(["idle"]);
    expect((await ask("series", { "match[]": '{__name__=~"cpu.*",mode!="idle"}' })).body.data).toEqual([
      { __name__: "cpu_seconds_total", instance: "a:9100", mode: "user" },
    ]);
    expect((await ask("metadata")).body.data).toEqual({
      cpu_seconds_total: [{ type: "counter", help: "", unit: "" }],
    });
    expect((await ask("query_exemplars", { query: "x" })).body.data).toEqual([]);
    expect((await ask("rules")).body.data).toEqual({ groups: [] });
    expect((await ask("alerts")).body.data).toEqual({ alerts: [] });
  });

  it("draws a rate, by GET and by POST", async () => {
    const question = {
      query: "sum by (mode) (rate(cpu_seconds_total[1m]))",
      start: seconds(endMs - 120_000),
      end: seconds(endMs),
      step: "60",
    };
    const times = [endMs - 120_000, endMs - 60_000, endMs].map((ms) => ms / 1_000);
    for (const answered of [
      await ask("query_range", question),
      await ask("query_range", { ...question, step: "1m" }, { method: "POST" }),
    ]) {
      const { resultType, result } = answered.body.data as { resultType: string; result: RangeSeries[] };
      expect(resultType).toBe("matrix");
      expect(result.map(({ metric }) => metric)).toEqual([{ mode: "idle" }, { mode: "user" }]);
      for (const [index, perSecond] of [3, 2].entries()) {
        const { values } = result[index] as RangeSeries;
        expect(values.map(([time]) => time)).toEqual(times);
        for (const [, value] of values) expect(Number(value)).toBeCloseTo(perSecond, 12);
      }
    }
  });
});

describe("answers", () => {
  const at = seconds(endMs);

  it("vectors, matrices, texts and numbers no JSON has", async () => {
    const vector = await ask("query", { query: 'cpu_seconds_total{mode="user"}', time: at });
    expect(vector.body.data).toEqual({
      resultType: "vector",
      result: [
        {
          metric: { __name__: "cpu_seconds_total", mode: "user", instance: "a:9100" },
          value: [endMs / 1_000, "2200"],
        },
      ],
    });
    const matrix = await ask("query", { query: 'cpu_seconds_total{mode="user"}[30s]', time: at });
    expect(matrix.body.data).toMatchObject({
      resultType: "matrix",
      result: [
        {
          values: [
            [endMs / 1_000 - 15, "2170"],
            [endMs / 1_000, "2200"],
          ],
        },
      ],
    });
    expect((await ask("query", { query: '"text"', time: at })).body.data).toEqual({
      resultType: "string",
      result: [endMs / 1_000, "text"],
    });
    for (const [query, text] of [
      ["0/0", "NaN"],
      ["1/0", "+Inf"],
      ["-1/0", "-Inf"],
      ["1e-9", "1e-9"],
      ["-0", "-0"],
    ] as const) {
      expect((await ask("query", { query, time: "0" })).body.data).toMatchObject({ result: [0, text] });
    }
  });

  it("take RFC 3339 times and cut to a limit with a warning", async () => {
    const time = new Date(endMs).toISOString();
    const { body } = await ask("query", { query: "cpu_seconds_total", time, limit: "1" });
    expect((body.data as { result: unknown[] }).result).toHaveLength(1);
    expect(body.warnings).toEqual(["results truncated due to limit"]);
  });

  it("carry warnings about what may mislead", async () => {
    const { body } = await ask("query", { query: "quantile(2, cpu_seconds_total)", time: at });
    expect(body.warnings?.[0]).toMatch(/quantile value should be between 0 and 1/);
  });

  it("format a query", async () => {
    const { body } = await ask("format_query", { query: "sum(rate(x[5m]))by(a)" });
    expect(body.data).toBe("sum by (a) (rate(x[5m]))");
  });

  it("know experimental functions only when they are switched on", async () => {
    const { runtime } = harness;
    const authenticator = createAuthenticator(runtime, createAuth(runtime), undefined);
    const open = createPromApi({ runtime, authenticator, experimental: true });
    const url = new URL(`http://127.0.0.1:3999${promPrefix}/api/v1/query`);
    url.search = parametersOf({ query: "mad_over_time(cpu_seconds_total[5m])", time: at }).toString();
    const ask = () => new Request(url, { headers: { "x-triops-key": key } });
    expect((await open(ask())).status).toBe(200);
    expect((await answer(ask())).status).toBe(400);
  });

  it("find what was sent long after it was measured", async () => {
    await putSamples(harness.runtime.telemetry, home.id, {
      metric: "late_history",
      kind: "gauge",
      labels: {},
      points: [[new Date(endMs - 3_600_000), 7]],
      announcedAt: new Date(endMs),
    });
    const window = { start: seconds(endMs - 3_660_000), end: seconds(endMs - 3_540_000) };
    const { body } = await ask("query_range", { query: "late_history", ...window, step: "60" });
    expect(body.data).toMatchObject({ result: [{ metric: { __name__: "late_history" } }] });
    const found = await ask("series", { "match[]": "late_history", ...window });
    expect(found.body.data).toEqual([{ __name__: "late_history" }]);
  });

  it("lay steps into buckets with their extremes, and count the series that a limit left out", async () => {
    const { body, headers } = await ask("query_range", {
      query: "cpu_seconds_total",
      start: seconds(endMs - 120_000),
      end: seconds(endMs),
      step: "15",
      triops_bucket: "60",
      limit: "1",
    });
    const { result } = body.data as { result: { values: [number, string, string, string][] }[] };
    expect(headers.get("x-triops-series-total")).toBe("2");
    expect(result).toHaveLength(1);
    const [first, , last] = result[0]?.values ?? [];
    expect(first).toEqual([(endMs - 120_000) / 1_000, first?.[1], first?.[1], first?.[1]]);
    expect(Number(last?.[2])).toBe(Number(last?.[1]) - 45 * 3);
    expect(last?.[3]).toBe(last?.[1]);
    const refused = await ask("query_range", {
      query: "1",
      start: "0",
      end: "60",
      step: "7",
      triops_bucket: "60",
    });
    expect(refused.status).toBe(400);
  });

  it("show open alerts", async () => {
    await makeAlert(harness.systemCaller(home));
    expect((await ask("alerts")).body.data).toMatchObject({
      alerts: [{ labels: { alertname: "CPU is high", host: "a" }, state: "firing", value: "0.97" }],
    });
  });
});

describe("refusals", () => {
  const range = { query: "x", start: "0", end: "60", step: "1" };
  it.each([
    [
      "query",
      { query: "sum(" },
      400,
      "bad_data",
      /invalid parameter "query": 1:5: parse error: unexpected end of input/,
    ],
    ["query", {}, 400, "bad_data", /invalid parameter "query": .*no expression found in input/],
    ["query", { query: "1", time: "noon" }, 400, "bad_data", /invalid parameter "time": cannot parse "noon"/],
    ["query", { query: "1", timeout: "long" }, 400, "bad_data", /invalid parameter "timeout"/],
    ["query", { query: "1", limit: "-1" }, 400, "bad_data", /invalid parameter "limit"/],
    ["query_range", { ...range, start: "" }, 400, "bad_data", /invalid parameter "start"/],
    ["query_range", { ...range, end: "-1" }, 400, "bad_data", /end timestamp must not be before start time/],
    ["query_range", { ...range, step: "0" }, 400, "bad_data", /zero or negative query resolution step/],
    ["query_range", { ...range, step: "x" }, 400, "bad_data", /invalid parameter "step"/],
    [
      "query_range",
      { ...range, end: "20000" },
      400,
      "bad_data",
      /exceeded maximum resolution of 11,000 points/,
    ],
    ["query_range", { ...range, query: "x[5m]" }, 400, "bad_data", /invalid expression type "range vector"/],
    ["series", {}, 400, "bad_data", /no match\[\] parameter provided/],
    ["series", { "match[]": "rate(x[5m])" }, 400, "bad_data", /expected a series selector/],
    ["labels", { "match[]": "{" }, 400, "bad_data", /invalid parameter "match\[\]"/],
    ["query", { query: "info(x)" }, 400, "bad_data", /not supported|unknown function/],
    ["query", { query: "mad_over_time(x[5m])" }, 400, "bad_data", /experimental/],
    ["nothing", {}, 404, "not_found", /No such/],
  ] as const)("%s %j answers %d %s", async (path, parameters, status, errorType, message) => {
    const { status: got, body } = await ask(path, parameters as Given);
    expect(got).toBe(status);
    expect(body).toMatchObject({ status: "error", errorType, error: expect.stringMatching(message) });
  });

  it("422 for what cannot be carried out", async () => {
    const { status, body } = await ask("query", {
      query: "cpu_seconds_total * on(instance) cpu_seconds_total",
      time: seconds(endMs),
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ status: "error", errorType: "execution" });
  });

  it("503 canceled once nobody waits any more", async () => {
    const { status, body } = await ask(
      "query",
      { query: "cpu_seconds_total", time: seconds(endMs) },
      { signal: AbortSignal.abort() },
    );
    expect(status).toBe(503);
    expect(body).toMatchObject({ errorType: "canceled" });
  });

  it("405 names the methods", async () => {
    const { status, headers } = await ask("rules", {}, { method: "POST" });
    expect(status).toBe(405);
    expect(headers.get("allow")).toBe("GET, HEAD");
  });
});

describe("monitors as rules", () => {
  it("are the thresholds that an expression can say, with what fires", async () => {
    const workspace = await harness.makeWorkspace();
    const caller = await harness.callerAs(workspace, "owner");
    const threshold = { kind: "threshold", op: ">", value: 5, forMinutes: 2 } as const;
    const make = (name: string, signal: object, condition: object = threshold) =>
      createMonitor.call(caller, { name, signal, condition } as never);
    const { id } = await make("Ratio", { promql: "a / b" });
    await make("Plain", { metric: "load", filters: [{ label: "host", op: "=", value: "a" }] });
    await make("Grouped", { metric: "load", groupBy: ["host"] });
    await make("Odd", { metric: "load" }, { kind: "anomaly" });
    const { id: alertId } = await makeAlert(caller);
    // Alerts of a test name no monitor of ours; this one fires by it.
    await harness.runtime.database.alert.update({ where: { id: alertId }, data: { monitorId: id } });
    const own = await keyFor(workspace, ["read"]);
    const asked = (parameters: Record<string, string> = {}) =>
      ask("rules", parameters, { headers: { authorization: `Bearer ${own}` } });
    const { groups } = (await asked()).body.data as { groups: { rules: Record<string, unknown>[] }[] };
    const found = groups.flatMap((group) => group.rules);
    expect(found.map(({ name, query, duration, state }) => [name, query, duration, state]).sort()).toEqual([
      ["Plain", 'load{host="a"} > 5', 120, "inactive"],
      ["Ratio", "(a / b) > 5", 120, "firing"],
    ]);
    expect(found.find(({ name }) => name === "Ratio")?.alerts).toMatchObject([{ labels: { host: "a" } }]);
    expect((await asked({ type: "record" })).body.data).toEqual({ groups: [] });
  });
});

describe("who may ask", () => {
  it("takes the key as Bearer, as Basic password and in its own header", async () => {
    const basic = `Basic ${Buffer.from(`grafana:${key}`).toString("base64")}`;
    expect((await ask("labels", {}, { headers: { authorization: basic } })).status).toBe(200);
    const own = new Request(`http://127.0.0.1:3999${promPrefix}/api/v1/labels`, {
      headers: { "x-triops-key": key },
    });
    expect((await answer(own)).status).toBe(200);
  });

  it("401 without a key, 403 without the scope", async () => {
    const nobody = await answer(new Request(`http://127.0.0.1:3999${promPrefix}/api/v1/labels`));
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get("www-authenticate")).toMatch(/Basic/);
    const ingest = await keyFor(home, ["ingest"]);
    expect((await ask("labels", {}, { headers: { authorization: `Bearer ${ingest}` } })).status).toBe(403);
  });

  it("shows each workspace its own series only", async () => {
    const headers = { authorization: `Bearer ${elsewhere}` };
    expect((await ask("label/__name__/values", {}, { headers })).body.data).toEqual(["secret_total"]);
    const { body } = await ask("query", { query: "cpu_seconds_total", time: seconds(endMs) }, { headers });
    expect(body.data).toEqual({ resultType: "vector", result: [] });
    expect((await ask("query", { query: "secret_total", time: seconds(endMs) })).body.data).toEqual({
      resultType: "vector",
      result: [],
    });
    expect((await ask("metadata", {}, { headers })).body.data).toHaveProperty("secret_total");
    expect((await ask("series", { "match[]": '{mode=~".+"}' }, { headers })).body.data).toHaveLength(1);
  });
});
