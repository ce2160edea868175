// long: one stack for all of the client's sequences, searches and refusals; a table has a line per case
import { createHash } from "node:crypto";
import { create as createKey } from "@triops/domains/api-keys/create";
import { createAuth } from "@triops/domains/members/auth";
import { purgeBefore } from "@triops/domains/training/purge";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuthenticator } from "../authenticate.ts";
import { createMlflowApi, operations } from "./answer.ts";

let harness: Harness;
let answer: (request: Request) => Promise<Response>;
let home: TestWorkspace;
let key: string;

async function keyFor(workspace: TestWorkspace, scopes: ("read" | "write" | "ingest")[]): Promise<string> {
  return (await createKey.call(await harness.callerAs(workspace, "owner"), { name: "m", scopes })).key;
}

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  const { runtime } = harness;
  const authenticator = createAuthenticator(runtime, createAuth(runtime), undefined);
  answer = createMlflowApi({ runtime, authenticator });
  home = await harness.makeWorkspace();
  key = await keyFor(home, ["read", "write"]);
});
afterAll(() => harness.close());

const base = "http://127.0.0.1:3999/api/2.0";
type Body = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: JSON of the wire, looked at field by field
type Answered = { status: number; body: any; headers: Headers };

async function call(
  method: string,
  path: string,
  fields: Body = {},
  headers: Record<string, string> = {},
): Promise<Answered> {
  const url = new URL(`${base}${path}`);
  if (method === "GET") {
    for (const [name, value] of Object.entries(fields)) {
      for (const one of [value].flat())
        url.searchParams.append(name, typeof one === "object" ? JSON.stringify(one) : String(one));
    }
  }
  const response = await answer(
    new Request(url, {
      method,
      headers: { authorization: `Bearer ${key}`, ...headers },
      ...(method === "GET" ? {} : { body: JSON.stringify(fields) }),
    }),
  );
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text), headers: response.headers };
}
const post = (path: string, fields: Body = {}) => call("POST", `/mlflow${path}`, fields);
const get = (path: string, fields: Body = {}) => call("GET", `/mlflow${path}`, fields);

let named = 0;
async function newExperiment(): Promise<string> {
  return (await post("/experiments/create", { name: `experiment ${++named}` })).body.experiment_id;
}
async function newRun(experiment_id: string, more: Body = {}): Promise<string> {
  const { body } = await post("/runs/create", {
    experiment_id,
    user_id: "ann",
    start_time: 1_700_000_000_000,
    ...more,
  });
  return body.run.info.run_id;
}
const search = async (experiment: string, filter: string, more: Body = {}): Promise<string[]> => {
  const { body, status } = await post("/runs/search", { experiment_ids: [experiment], filter, ...more });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return (body.runs ?? []).map((run: { info: { run_name: string } }) => run.info.run_name);
};

describe("the client's own sequences", () => {
  it("set_experiment, start_run, log_*, end_run, get_run", async () => {
    const name = `set ${++named}`;
    const absent = await get("/experiments/get-by-name", { experiment_name: name });
    expect([absent.status, absent.body.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    const { experiment_id } = (await post("/experiments/create", { name, tags: [] })).body;
    const { experiment } = (await get("/experiments/get", { experiment_id })).body;
    expect(experiment).toMatchObject({
      experiment_id,
      name,
      artifact_location: `mlflow-artifacts:/${experiment_id}`,
      lifecycle_stage: "active",
      creation_time: expect.any(Number),
    });
    const run_id = await newRun(experiment_id, {
      run_name: "first",
      tags: [{ key: "mlflow.user", value: "ann" }],
    });
    const id = { run_uuid: run_id, run_id };
    for (const [path, fields] of [
      ["/runs/log-metric", { key: "m", value: 0.5, timestamp: 1, step: 0 }],
      ["/runs/log-metric", { key: "m", value: "NaN", timestamp: 2, step: 1, model_id: null }],
      ["/runs/log-parameter", { key: "p", value: "1" }],
      ["/runs/log-parameter", { key: "p", value: "1" }],
      ["/runs/set-tag", { key: "t", value: "x" }],
      [
        "/runs/log-batch",
        {
          metrics: [
            { key: "a", value: 1, timestamp: 5, step: 0 },
            { key: "a", value: 0.5, timestamp: 4, step: 0 },
            { key: "inf", value: "-Infinity", timestamp: "5", step: "2" },
          ],
          params: [{ key: "q", value: "" }],
          tags: [{ key: "u", value: "y" }],
        },
      ],
      [
        "/runs/log-inputs",
        {
          datasets: [
            {
              tags: [{ key: "mlflow.data.context", value: "train" }],
              dataset: { name: "d", digest: "1", source_type: "local", source: "{}", schema: "{}" },
            },
          ],
        },
      ],
      ["/runs/update", { status: "FINISHED", end_time: 1_700_000_001_000 }],
    ] as const) {
      const { status, body } = await post(path, { ...id, ...fields });
      expect([path, status, body]).toEqual([path, 200, expect.any(Object)]);
    }
    const { run } = (await get("/runs/get", id)).body;
    expect(run.info).toEqual({
      run_id,
      run_uuid: run_id,
      run_name: "first",
      experiment_id,
      user_id: "ann",
      status: "FINISHED",
      start_time: 1_700_000_000_000,
      end_time: 1_700_000_001_000,
      artifact_uri: `mlflow-artifacts:/${experiment_id}/${run_id}/artifacts`,
      lifecycle_stage: "active",
    });
    expect(run.data.metrics).toEqual([
      { key: "a", value: 1, timestamp: 5, step: 0 },
      { key: "inf", value: -1.7976931348623157e308, timestamp: 5, step: 2 },
      { key: "m", value: "NaN", timestamp: 2, step: 1 },
    ]);
    expect(run.data.params).toEqual([
      { key: "p", value: "1" },
      { key: "q", value: "" },
    ]);
    expect(run.data.tags).toContainEqual({ key: "mlflow.runName", value: "first" });
    expect(run.inputs.dataset_inputs[0].dataset).toMatchObject({ name: "d", digest: "1", schema: "{}" });
    const first = (await get("/metrics/get-history", { ...id, metric_key: "m", max_results: 1 })).body;
    expect(first.metrics).toEqual([{ key: "m", value: 0.5, timestamp: 1, step: 0 }]);
    const rest = await get("/metrics/get-history", {
      ...id,
      metric_key: "m",
      page_token: first.next_page_token,
    });
    expect(rest.body).toEqual({ metrics: [{ key: "m", value: "NaN", timestamp: 2, step: 1 }] });
    const bulk = await get("/metrics/get-history-bulk-interval", {
      run_ids: [run_id, run_id],
      metric_key: "m",
    });
    expect(bulk.body.metrics).toHaveLength(2);
    const summaries = await post("/experiments/search-datasets", { experiment_ids: [experiment_id] });
    expect(summaries.body).toEqual({
      dataset_summaries: [{ experiment_id, name: "d", digest: "1", context: "train" }],
    });
  });

  it("log_model: create, outputs, metrics, files, ready, tags, load", async () => {
    const experiment_id = await newExperiment();
    const run_id = await newRun(experiment_id);
    const made = await post("/logged-models", {
      experiment_id,
      name: "model",
      model_type: "sklearn",
      source_run_id: run_id,
      params: [{ key: "depth", value: "3" }],
      tags: [],
    });
    const { model_id, artifact_uri } = made.body.model.info;
    expect(model_id).toMatch(/^m-[0-9a-f]{32}$/);
    expect(artifact_uri).toBe(`mlflow-artifacts:/${experiment_id}/models/${model_id}/artifacts`);
    expect(made.body.model.info.status).toBe("LOGGED_MODEL_PENDING");
    expect(made.body.model.info).not.toHaveProperty("creator_id");
    await post("/runs/outputs", { run_id, models: [{ model_id, step: 0 }] });
    const metric = {
      key: "acc",
      value: 0.9,
      timestamp: 1,
      step: 0,
      model_id,
      dataset_name: "d",
      dataset_digest: "1",
    };
    await post("/runs/log-batch", { run_id, metrics: [metric] });
    const file = `/mlflow-artifacts/artifacts/${experiment_id}/models/${model_id}/artifacts/MLmodel`;
    const put = await answer(
      new Request(`${base}${file}`, {
        method: "PUT",
        headers: { authorization: `Bearer ${key}` },
        body: "flavors: {}",
      }),
    );
    expect([put.status, await put.json()]).toEqual([200, {}]);
    const ready = await call("PATCH", `/mlflow/logged-models/${model_id}`, {
      model_id,
      status: "LOGGED_MODEL_READY",
    });
    expect(ready.body.model.info.status).toBe("LOGGED_MODEL_READY");
    const tags = [{ key: "mlflow.modelVersions", value: '[{"name":"a","version":1}]' }];
    await call("PATCH", `/mlflow/logged-models/${model_id}/tags`, { tags });
    const more = { params: [{ key: "more", value: "x" }] };
    expect((await post(`/logged-models/${model_id}/params`, more)).status).toBe(200);
    const { model } = (await get(`/logged-models/${model_id}`)).body;
    expect(model.info.tags).toEqual(tags);
    expect(model.data.params).toContainEqual({ key: "more", value: "x" });
    expect(model.data.metrics).toEqual([{ ...metric, run_id, value: 0.9 }]);
    const found = await post("/logged-models/search", {
      experiment_ids: [experiment_id],
      filter: "metrics.acc > 0.5 AND params.depth = '3'",
      order_by: [{ field_name: "metrics.acc", ascending: false, dataset_name: "d" }],
    });
    expect(found.body.models).toHaveLength(1);
    const files = await get(`/logged-models/${model_id}/artifacts/directories`);
    expect(files.body.files).toEqual([{ path: "MLmodel", is_dir: false, file_size: 11 }]);
    expect((await call("DELETE", `/mlflow/logged-models/${model_id}/tags/mlflow.modelVersions`)).status).toBe(
      200,
    );
    const again = await call("DELETE", `/mlflow/logged-models/${model_id}/tags/mlflow.modelVersions`);
    expect(again.body.message).toBe(
      `No tag with key 'mlflow.modelVersions' found for model with ID ${model_id}`,
    );
    expect((await get("/runs/get", { run_id })).body.run.outputs.model_outputs).toEqual([
      { model_id, step: 0 },
    ]);
    expect((await call("DELETE", `/mlflow/logged-models/${model_id}`, { model_id })).status).toBe(200);
    expect((await get(`/logged-models/${model_id}`)).status).toBe(404);
    expect((await get(`/logged-models/${model_id}`, { allow_deleted: true })).status).toBe(200);
  });

  it("artifacts: put, list by base name, ranges, an empty file, delete", async () => {
    const path = "/mlflow-artifacts/artifacts/9/run/artifacts";
    const headers = { authorization: `Bearer ${key}` };
    const bytes = Buffer.from("hello world");
    await answer(new Request(`${base}${path}/sub%20dir/f.txt`, { method: "PUT", headers, body: bytes }));
    await answer(
      new Request(`${base}${path}/empty`, { method: "PUT", headers: { ...headers, "content-length": "0" } }),
    );
    const list = async (below: string) =>
      (await call("GET", "/mlflow-artifacts/artifacts", { path: below })).body.files;
    expect(await list("9/run/artifacts")).toEqual([
      { path: "empty", is_dir: false, file_size: 0 },
      { path: "sub dir", is_dir: true },
    ]);
    expect(await list("9/run/artifacts/sub dir")).toEqual([{ path: "f.txt", is_dir: false, file_size: 11 }]);
    expect(await list("9/run/artifacts/empty")).toEqual([]);
    const whole = await answer(new Request(`${base}${path}/sub%20dir/f.txt`, { headers }));
    const hash = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
    expect(hash(new Uint8Array(await whole.arrayBuffer()))).toBe(hash(bytes));
    expect(whole.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
    expect(whole.headers.get("content-security-policy")).toMatch(/sandbox/);
    const part = await answer(
      new Request(`${base}${path}/sub%20dir/f.txt`, { headers: { ...headers, range: "bytes=-5" } }),
    );
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      "bytes 6-10/11",
      "world",
    ]);
    const beyond = await answer(
      new Request(`${base}${path}/sub%20dir/f.txt`, { headers: { ...headers, range: "bytes=99-" } }),
    );
    expect(beyond.status).toBe(416);
    expect((await call("DELETE", `${path}/sub%20dir`)).status).toBe(200);
    expect(await list("9/run/artifacts")).toEqual([{ path: "empty", is_dir: false, file_size: 0 }]);
    expect((await call("POST", "/mlflow-artifacts/mpu/create/9/x", { path: "x", num_parts: 2 })).status).toBe(
      501,
    );
  });

  it("Default exists from the first question, however many ask at once", async () => {
    const fresh = await harness.makeWorkspace();
    const own = { authorization: `Bearer ${await keyFor(fresh, ["read", "write"])}` };
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => call("POST", "/mlflow/experiments/search", { max_results: 10 }, own)),
    );
    for (const { body } of asked) {
      expect(body.experiments.map(({ name, experiment_id }: Body) => [experiment_id, name])).toEqual([
        ["0", "Default"],
      ]);
    }
    const names = Array.from({ length: 6 }, (_, at) => `at once ${at}`);
    const made = await Promise.all(
      names.map((name) => call("POST", "/mlflow/experiments/create", { name }, own)),
    );
    expect(made.map(({ body }) => Number(body.experiment_id)).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const same = await Promise.all(
      [1, 2, 3].map(() => call("POST", "/mlflow/experiments/create", { name: "same" }, own)),
    );
    expect(same.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });
});

describe("searching runs", () => {
  let experiment: string;
  beforeAll(async () => {
    experiment = await newExperiment();
    for (const [name, acc, lr, tag] of [
      ["one", 0.1, "0.1", "red"],
      ["two", 0.2, "0.1", "Blue"],
      ["three", 0.3, "0.01", null],
      ["four", null, "x".repeat(500), "red"],
      ["nan", "NaN", null, null],
    ] as const) {
      const run_id = await newRun(experiment, { run_name: name, start_time: 1_000 + named++ });
      await post("/runs/log-batch", {
        run_id,
        metrics: acc === null ? [] : [{ key: "acc", value: acc, timestamp: 1, step: 0 }],
        params: lr === null ? [] : [{ key: "lr", value: lr }],
        tags: tag === null ? [] : [{ key: "a tag", value: tag }],
      });
    }
  });

  it.each([
    ["", ["nan", "four", "three", "two", "one"]],
    ["metrics.acc >= 0.2", ["three", "two"]],
    ["metrics.acc != 0.2", ["three", "one"]],
    ["NOT metrics.acc > 0.1", ["nan", "four", "one"]],
    ["params.lr = '0.1' AND tags.`a tag` = 'red'", ["one"]],
    ["params.lr = '0.01' OR tags.`a tag` = 'red'", ["four", "three", "one"]],
    ["NOT (params.lr = '0.1' OR metrics.acc = 0.3) AND params.lr LIKE 'x%'", ["four"]],
    [`params.lr = '${"x".repeat(500)}'`, ["four"]],
    [`params.lr = '${"x".repeat(499)}'`, []],
    ["tags.`a tag` LIKE 'b%'", []],
    ["tags.`a tag` ILIKE 'b%'", ["two"]],
    ["tags.`a tag` IS NULL", ["nan", "three"]],
    ["params.lr IS NOT NULL", ["four", "three", "two", "one"]],
    ["attributes.run_name = 'two' OR run_name LIKE 'th%'", ["three", "two"]],
    ["status != 'RUNNING'", []],
    ["start_time < 0", []],
    ["run_id = 'nobody'", []],
    ["end_time > 0", []],
    ["dataset.name = 'd'", []],
  ])("%.60s", async (filter, names) => {
    expect(await search(experiment, filter)).toEqual(names);
  });

  it.each([
    [["metrics.acc DESC"], ["three", "two", "one", "nan", "four"]],
    [["metrics.acc"], ["one", "two", "three", "nan", "four"]],
    [
      ["params.lr ASC", "run_name"],
      ["three", "one", "two", "four", "nan"],
    ],
    [["attribute.start_time ASC"], ["one", "two", "three", "four", "nan"]],
    [["tags.`a tag`"], ["two", "four", "one", "nan", "three"]],
  ])("in the order of %j, whole and page by page", async (order_by, names) => {
    expect(await search(experiment, "", { order_by })).toEqual(names);
    const paged: string[] = [];
    let page_token: string | undefined;
    do {
      const { body } = await post("/runs/search", {
        experiment_ids: [experiment],
        order_by,
        max_results: 2,
        page_token,
      });
      paged.push(...body.runs.map((run: { info: { run_name: string } }) => run.info.run_name));
      page_token = body.next_page_token;
    } while (page_token);
    expect(paged).toEqual(names);
  });
});

describe("the trash", () => {
  it("holds runs with their experiment, gives them back, and frees the name at once", async () => {
    const name = `binned ${++named}`;
    const { experiment_id } = (await post("/experiments/create", { name })).body;
    const [kept, gone] = [await newRun(experiment_id), await newRun(experiment_id)];
    await post("/runs/delete", { run_id: gone });
    await post("/experiments/delete", { experiment_id });
    expect((await get("/runs/get", { run_id: kept })).body.run.info.lifecycle_stage).toBe("deleted");
    expect((await post("/runs/log-parameter", { run_id: kept, key: "a", value: "b" })).body.message).toMatch(
      /must be in the 'active' state/,
    );
    const again = await post("/experiments/create", { name });
    expect(again.status).toBe(200);
    const taken = await post("/experiments/restore", { experiment_id });
    expect([taken.status, taken.body.error_code]).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
    await post("/experiments/update", { experiment_id: again.body.experiment_id, new_name: `${name} 2` });
    expect((await post("/experiments/restore", { experiment_id })).status).toBe(200);
    const stage = async (run_id: string) =>
      (await get("/runs/get", { run_id })).body.run.info.lifecycle_stage;
    expect([await stage(kept), await stage(gone)]).toEqual(["active", "deleted"]);
  });

  it("is emptied after its time: rows, points and files", async () => {
    const experiment_id = await newExperiment();
    const run_id = await newRun(experiment_id);
    await post("/runs/log-metric", { run_id, key: "m", value: 1, timestamp: 1 });
    const file = `${base}/mlflow-artifacts/artifacts/${experiment_id}/${run_id}/artifacts/a/b`;
    await answer(
      new Request(file, { method: "PUT", headers: { authorization: `Bearer ${key}` }, body: "x" }),
    );
    await post("/experiments/delete", { experiment_id });
    expect(await purgeBefore(harness.runtime, new Date(0))).toEqual({ runs: 0, models: 0, experiments: 0 });
    const purged = await purgeBefore(harness.runtime, new Date(Date.now() + 1_000));
    expect(purged.runs).toBeGreaterThan(0);
    expect((await get("/runs/get", { run_id })).status).toBe(404);
    expect((await get("/experiments/get", { experiment_id })).status).toBe(404);
    const { objects } = harness.runtime;
    expect((await objects.list(`artifacts/${home.id}/${experiment_id}/`)).objects).toEqual([]);
  });
});

describe("refusals", () => {
  it.each([
    [
      "POST",
      "/mlflow/experiments/create",
      {},
      400,
      "INVALID_PARAMETER_VALUE",
      "Missing value for required parameter 'name'",
    ],
    ["POST", "/mlflow/experiments/create", { name: 1.5e300 }, 200, undefined, ""],
    [
      "POST",
      "/mlflow/experiments/create",
      { name: "x".repeat(501) },
      400,
      "INVALID_PARAMETER_VALUE",
      "'name' exceeds the maximum length of 500",
    ],
    [
      "GET",
      "/mlflow/experiments/get",
      { experiment_id: "77777" },
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "No Experiment with id=77777 exists",
    ],
    [
      "GET",
      "/mlflow/experiments/get-by-name",
      { experiment_name: "nope" },
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "Could not find experiment with name 'nope'",
    ],
    [
      "POST",
      "/mlflow/experiments/search",
      { max_results: 123456789 },
      400,
      "INVALID_PARAMETER_VALUE",
      "Invalid value 123456789 for parameter 'max_results' supplied",
    ],
    [
      "POST",
      "/mlflow/experiments/search",
      { order_by: ["nothing"] },
      400,
      "INVALID_PARAMETER_VALUE",
      "Invalid order by key",
    ],
    [
      "GET",
      "/mlflow/runs/get",
      { run_id: "abc" },
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "Run with id=abc not found",
    ],
    [
      "POST",
      "/mlflow/runs/create",
      { experiment_id: "0", tags: [{ key: "" }] },
      400,
      "INVALID_PARAMETER_VALUE",
      "Missing value for required parameter 'tags[0].key'",
    ],
    [
      "POST",
      "/mlflow/runs/search",
      { experiment_ids: ["0"], page_token: "!!" },
      400,
      "INVALID_PARAMETER_VALUE",
      "Invalid page token",
    ],
    [
      "POST",
      "/mlflow/runs/search",
      { experiment_ids: ["0"], page_token: Buffer.from('["x","y"]').toString("base64url") },
      400,
      "INVALID_PARAMETER_VALUE",
      "Invalid page token",
    ],
    [
      "POST",
      "/mlflow/runs/search",
      { experiment_ids: ["0"], page_token: Buffer.from('["1e999","y"]').toString("base64url") },
      400,
      "INVALID_PARAMETER_VALUE",
      "Invalid page token",
    ],
    [
      "POST",
      "/mlflow/runs/search",
      { experiment_ids: ["0"], filter: "metrics.a LIKE 'x'" },
      400,
      "INVALID_PARAMETER_VALUE",
      "Invalid comparator",
    ],
    [
      "GET",
      "/mlflow/logged-models/m-1",
      {},
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "Logged model with ID 'm-1' not found.",
    ],
    ["GET", "/mlflow/nothing", {}, 404, "ENDPOINT_NOT_FOUND", ""],
    ["GET", "/mlflow-artifacts/artifacts", { path: "../x" }, 400, "INVALID_PARAMETER_VALUE", "Invalid path"],
    ["GET", "/mlflow-artifacts/artifacts", { path: "/etc" }, 400, "INVALID_PARAMETER_VALUE", "Invalid path"],
    [
      "GET",
      "/mlflow-artifacts/artifacts",
      { path: "%2e%2e%2fx" },
      400,
      "INVALID_PARAMETER_VALUE",
      "Invalid path",
    ],
    [
      "GET",
      "/mlflow-artifacts/artifacts/%252e%252e%252fx",
      {},
      400,
      "INVALID_PARAMETER_VALUE",
      "Invalid path",
    ],
    ["GET", "/mlflow-artifacts/artifacts/c%3A%5Cx", {}, 400, "INVALID_PARAMETER_VALUE", "Invalid path"],
    ["GET", "/mlflow-artifacts/artifacts/nothing", {}, 404, "RESOURCE_DOES_NOT_EXIST", "No such artifact"],
  ] as const)("%s %s %j answers %d %s", async (method, path, fields, status, code, message) => {
    const got = await call(method, path, fields as Body);
    expect([got.status, got.body.error_code]).toEqual([status, code]);
    if (message) expect(got.body.message).toContain(message);
  });

  it("batches beyond the limits, metrics without a time, and other values of a parameter, storing nothing", async () => {
    const run_id = await newRun(await newExperiment());
    const metric = { key: "m", value: 1, timestamp: 1, step: 0 };
    const refused = async (fields: Body): Promise<string> => {
      const { status, body } = await post("/runs/log-batch", { run_id, ...fields });
      expect([status, body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
      return body.message;
    };
    expect(await refused({ metrics: [{ key: "m", value: 1 }] })).toContain("'metrics[0].timestamp'");
    expect(await refused({ metrics: Array(1_001).fill(metric) })).toMatch(/at most 1000 metrics/);
    expect(await refused({ params: Array(101).fill({ key: "p", value: "" }) })).toMatch(/at most 100 params/);
    expect(await refused({ tags: [{ key: "k", value: "x".repeat(8_001) }] })).toMatch(
      /maximum length of 8000/,
    );
    expect(await refused({ metrics: [{ ...metric, key: "../a" }] })).toMatch(/metrics\[0\]\.key/);
    expect(await refused({ params: [{ key: "p", value: "x".repeat(1_000_000) }] })).toMatch(
      /at most 1000000 bytes/,
    );
    await post("/runs/log-parameter", { run_id, key: "p", value: "1" });
    const changed = { metrics: [metric], params: [{ key: "p", value: "2" }] };
    expect(await refused(changed)).toMatch(/Changing param values is not allowed/);
    expect((await get("/runs/get", { run_id })).body.run.data).not.toHaveProperty("metrics");
  });

  it("401 without a key, 403 without its scope, 404 for another workspace's run", async () => {
    const nobody = await answer(new Request(`${base}/mlflow/experiments/search`));
    expect([nobody.status, (await nobody.json()).error_code]).toEqual([401, "UNAUTHENTICATED"]);
    const reader = { authorization: `Bearer ${await keyFor(home, ["read"])}` };
    const forbidden = await call("POST", "/mlflow/experiments/create", { name: "x" }, reader);
    expect([forbidden.status, forbidden.body.error_code]).toEqual([403, "PERMISSION_DENIED"]);
    expect((await call("POST", "/mlflow/experiments/search", {}, reader)).status).toBe(200);
    const run_id = await newRun(await newExperiment());
    const other = await keyFor(await harness.makeWorkspace(), ["read", "write"]);
    const basic = { authorization: `Basic ${Buffer.from(`u:${other}`).toString("base64")}` };
    expect((await call("GET", "/mlflow/runs/get", { run_id }, basic)).status).toBe(404);
    const logged = await call(
      "POST",
      "/mlflow/runs/log-batch",
      { run_id, params: [{ key: "a", value: "b" }] },
      basic,
    );
    expect(logged.status).toBe(404);
  });

  it("never a fault of ours, whatever is sent to whichever operation", async () => {
    const run_id = await newRun("0");
    const texts = fc.oneof(
      fc.constantFrom(
        "0",
        run_id,
        "m-1",
        "",
        "NaN",
        "ACTIVE_ONLY",
        "metrics.a > 1",
        "a\0b",
        "../x",
        "\ud800",
      ),
      fc.string({ unit: "binary", maxLength: 20 }),
    );
    const value = fc.oneof(
      texts,
      fc.double(),
      fc.integer(),
      fc.constantFrom(null, true, 1e300, -1, 2 ** 53, [], {}, [null], [[]]),
      fc.array(texts, { maxLength: 3 }),
      fc.array(
        fc.dictionary(
          fc.constantFrom("key", "value", "timestamp", "step", "model_id", "dataset", "name", "digest"),
          texts,
        ),
        { maxLength: 3 },
      ),
    );
    const names = [
      "experiment_id",
      "experiment_ids",
      "name",
      "run_id",
      "run_ids",
      "key",
      "value",
      "timestamp",
      "step",
      "metrics",
      "params",
      "tags",
      "filter",
      "order_by",
      "page_token",
      "max_results",
      "view_type",
      "status",
      "models",
      "datasets",
      "path",
      "metric_key",
      "start_step",
      "end_step",
      "model_id",
      "new_name",
      "experiment_name",
      "version",
      "alias",
      "source",
      "stage",
      "user_id",
      "start_time",
      "end_time",
      "model_json",
      "artifact_location",
      "run_name",
    ];
    const asked = fc.record({
      at: fc.nat({ max: operations.length - 1 }),
      segment: fc.constantFrom("x", run_id, `m-${run_id}`, "%2e%2e%2fx", "a%00", "%ff", "a b"),
      fields: fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ at, segment, fields }) => {
        const operation = operations[at];
        if (!operation) return;
        const below = operation.path.replace(/\{[\w.]+\}/g, segment);
        const path = below.startsWith("/mlflow-artifacts") ? below : `/mlflow${below}`;
        const { status, body } = await call(operation.methods[0] ?? "GET", path, fields);
        if (status >= 500 && status !== 501)
          throw new Error(`${operation.path}: ${status} ${JSON.stringify(body)}`);
      }),
      { numRuns: 250, endOnFailure: true },
    );
  });
});
