import { createHash } from "node:crypto";
import { purgeBefore } from "@triops/domains/training/purge";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { base, type Fields, openTracking, type TrackingClient } from "./client.testing.ts";

let mlflow: TrackingClient;
let named = 0;
beforeAll(async () => {
  mlflow = await openTracking();
});
afterAll(() => mlflow?.harness.close());

describe("the client's own sequences", () => {
  it("set_experiment, start_run, log_*, end_run, get_run", async () => {
    const name = `set ${++named}`;
    const absent = await mlflow.get("/experiments/get-by-name", { experiment_name: name });
    expect([absent.status, absent.body.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    const { experiment_id } = (await mlflow.post("/experiments/create", { name, tags: [] })).body;
    const { experiment } = (await mlflow.get("/experiments/get", { experiment_id })).body;
    expect(experiment).toMatchObject({
      experiment_id,
      name,
      artifact_location: `mlflow-artifacts:/${experiment_id}`,
      lifecycle_stage: "active",
      creation_time: expect.any(Number),
    });
    const run_id = await mlflow.newRun(experiment_id, {
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
      const { status, body } = await mlflow.post(path, { ...id, ...fields });
      expect([path, status, body]).toEqual([path, 200, expect.any(Object)]);
    }
    const { run } = (await mlflow.get("/runs/get", id)).body;
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
    const first = (await mlflow.get("/metrics/get-history", { ...id, metric_key: "m", max_results: 1 })).body;
    expect(first.metrics).toEqual([{ key: "m", value: 0.5, timestamp: 1, step: 0 }]);
    const rest = await mlflow.get("/metrics/get-history", {
      ...id,
      metric_key: "m",
      page_token: first.next_page_token,
    });
    expect(rest.body).toEqual({ metrics: [{ key: "m", value: "NaN", timestamp: 2, step: 1 }] });
    const bulk = await mlflow.get("/metrics/get-history-bulk-interval", {
      run_ids: [run_id, run_id],
      metric_key: "m",
    });
    expect(bulk.body.metrics).toHaveLength(2);
    const summaries = await mlflow.post("/experiments/search-datasets", { experiment_ids: [experiment_id] });
    expect(summaries.body).toEqual({
      dataset_summaries: [{ experiment_id, name: "d", digest: "1", context: "train" }],
    });
  });

  it("log_model: create, outputs, metrics, files, ready, tags, load", async () => {
    const experiment_id = await mlflow.newExperiment();
    const run_id = await mlflow.newRun(experiment_id);
    const made = await mlflow.post("/logged-models", {
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
    await mlflow.post("/runs/outputs", { run_id, models: [{ model_id, step: 0 }] });
    const metric = {
      key: "acc",
      value: 0.9,
      timestamp: 1,
      step: 0,
      model_id,
      dataset_name: "d",
      dataset_digest: "1",
    };
    await mlflow.post("/runs/log-batch", { run_id, metrics: [metric] });
    const file = `/mlflow-artifacts/artifacts/${experiment_id}/models/${model_id}/artifacts/MLmodel`;
    const put = await mlflow.answer(
      new Request(`${base}${file}`, {
        method: "PUT",
        headers: { authorization: `Bearer ${mlflow.key}` },
        body: "flavors: {}",
      }),
    );
    expect([put.status, await put.json()]).toEqual([200, {}]);
    const ready = await mlflow.call("PATCH", `/mlflow/logged-models/${model_id}`, {
      model_id,
      status: "LOGGED_MODEL_READY",
    });
    expect(ready.body.model.info.status).toBe("LOGGED_MODEL_READY");
    const tags = [{ key: "mlflow.modelVersions", value: '[{"name":"a","version":1}]' }];
    await mlflow.call("PATCH", `/mlflow/logged-models/${model_id}/tags`, { tags });
    const more = { params: [{ key: "more", value: "x" }] };
    expect((await mlflow.post(`/logged-models/${model_id}/params`, more)).status).toBe(200);
    const { model } = (await mlflow.get(`/logged-models/${model_id}`)).body;
    expect(model.info.tags).toEqual(tags);
    expect(model.data.params).toContainEqual({ key: "more", value: "x" });
    expect(model.data.metrics).toEqual([{ ...metric, run_id, value: 0.9 }]);
    const found = await mlflow.post("/logged-models/search", {
      experiment_ids: [experiment_id],
      filter: "metrics.acc > 0.5 AND params.depth = '3'",
      order_by: [{ field_name: "metrics.acc", ascending: false, dataset_name: "d" }],
    });
    expect(found.body.models).toHaveLength(1);
    const files = await mlflow.get(`/logged-models/${model_id}/artifacts/directories`);
    expect(files.body.files).toEqual([{ path: "MLmodel", is_dir: false, file_size: 11 }]);
    expect(
      (await mlflow.call("DELETE", `/mlflow/logged-models/${model_id}/tags/mlflow.modelVersions`)).status,
    ).toBe(200);
    const again = await mlflow.call("DELETE", `/mlflow/logged-models/${model_id}/tags/mlflow.modelVersions`);
    expect(again.body.message).toBe(
      `No tag with key 'mlflow.modelVersions' found for model with ID ${model_id}`,
    );
    expect((await mlflow.get("/runs/get", { run_id })).body.run.outputs.model_outputs).toEqual([
      { model_id, step: 0 },
    ]);
    expect((await mlflow.call("DELETE", `/mlflow/logged-models/${model_id}`, { model_id })).status).toBe(200);
    expect((await mlflow.get(`/logged-models/${model_id}`)).status).toBe(404);
    expect((await mlflow.get(`/logged-models/${model_id}`, { allow_deleted: true })).status).toBe(200);
  });

  it("artifacts: put, list by base name, ranges, an empty file, delete", async () => {
    const path = "/mlflow-artifacts/artifacts/9/run/artifacts";
    const headers = { authorization: `Bearer ${mlflow.key}` };
    const bytes = Buffer.from("hello world");
    await mlflow.answer(
      new Request(`${base}${path}/sub%20dir/f.txt`, { method: "PUT", headers, body: bytes }),
    );
    await mlflow.answer(
      new Request(`${base}${path}/empty`, { method: "PUT", headers: { ...headers, "content-length": "0" } }),
    );
    const list = async (below: string) =>
      (await mlflow.call("GET", "/mlflow-artifacts/artifacts", { path: below })).body.files;
    expect(await list("9/run/artifacts")).toEqual([
      { path: "empty", is_dir: false, file_size: 0 },
      { path: "sub dir", is_dir: true },
    ]);
    expect(await list("9/run/artifacts/sub dir")).toEqual([{ path: "f.txt", is_dir: false, file_size: 11 }]);
    expect(await list("9/run/artifacts/empty")).toEqual([]);
    const whole = await mlflow.answer(new Request(`${base}${path}/sub%20dir/f.txt`, { headers }));
    const hash = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
    expect(hash(new Uint8Array(await whole.arrayBuffer()))).toBe(hash(bytes));
    expect(whole.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
    expect(whole.headers.get("content-security-policy")).toMatch(/sandbox/);
    const part = await mlflow.answer(
      new Request(`${base}${path}/sub%20dir/f.txt`, { headers: { ...headers, range: "bytes=-5" } }),
    );
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      "bytes 6-10/11",
      "world",
    ]);
    const beyond = await mlflow.answer(
      new Request(`${base}${path}/sub%20dir/f.txt`, { headers: { ...headers, range: "bytes=99-" } }),
    );
    expect(beyond.status).toBe(416);
    expect((await mlflow.call("DELETE", `${path}/sub%20dir`)).status).toBe(200);
    expect(await list("9/run/artifacts")).toEqual([{ path: "empty", is_dir: false, file_size: 0 }]);
    expect(
      (await mlflow.call("POST", "/mlflow-artifacts/mpu/create/9/x", { path: "x", num_parts: 2 })).status,
    ).toBe(501);
  });

  it("Default exists from the first question, however many ask at once", async () => {
    const fresh = await mlflow.harness.makeWorkspace();
    const own = { authorization: `Bearer ${await mlflow.keyFor(fresh, ["read", "write"])}` };
    const asked = await Promise.all(
      Array.from({ length: 8 }, () =>
        mlflow.call("POST", "/mlflow/experiments/search", { max_results: 10 }, own),
      ),
    );
    for (const { body } of asked) {
      expect(body.experiments.map(({ name, experiment_id }: Fields) => [experiment_id, name])).toEqual([
        ["0", "Default"],
      ]);
    }
    const names = Array.from({ length: 6 }, (_, at) => `at once ${at}`);
    const made = await Promise.all(
      names.map((name) => mlflow.call("POST", "/mlflow/experiments/create", { name }, own)),
    );
    expect(made.map(({ body }) => Number(body.experiment_id)).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const same = await Promise.all(
      [1, 2, 3].map(() => mlflow.call("POST", "/mlflow/experiments/create", { name: "same" }, own)),
    );
    expect(same.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });
});

describe("searching runs", () => {
  let experiment: string;
  beforeAll(async () => {
    experiment = await mlflow.newExperiment();
    for (const [name, acc, lr, tag] of [
      ["one", 0.1, "0.1", "red"],
      ["two", 0.2, "0.1", "Blue"],
      ["three", 0.3, "0.01", null],
      ["four", null, "x".repeat(500), "red"],
      ["nan", "NaN", null, null],
    ] as const) {
      const run_id = await mlflow.newRun(experiment, { run_name: name, start_time: 1_000 + named++ });
      await mlflow.post("/runs/log-batch", {
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
    expect(await mlflow.search(experiment, filter)).toEqual(names);
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
    expect(await mlflow.search(experiment, "", { order_by })).toEqual(names);
    const paged: string[] = [];
    let page_token: string | undefined;
    do {
      const { body } = await mlflow.post("/runs/search", {
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
    const { experiment_id } = (await mlflow.post("/experiments/create", { name })).body;
    const [kept, gone] = [await mlflow.newRun(experiment_id), await mlflow.newRun(experiment_id)];
    await mlflow.post("/runs/delete", { run_id: gone });
    await mlflow.post("/experiments/delete", { experiment_id });
    expect((await mlflow.get("/runs/get", { run_id: kept })).body.run.info.lifecycle_stage).toBe("deleted");
    expect(
      (await mlflow.post("/runs/log-parameter", { run_id: kept, key: "a", value: "b" })).body.message,
    ).toMatch(/must be in the 'active' state/);
    const again = await mlflow.post("/experiments/create", { name });
    expect(again.status).toBe(200);
    const taken = await mlflow.post("/experiments/restore", { experiment_id });
    expect([taken.status, taken.body.error_code]).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
    await mlflow.post("/experiments/update", {
      experiment_id: again.body.experiment_id,
      new_name: `${name} 2`,
    });
    expect((await mlflow.post("/experiments/restore", { experiment_id })).status).toBe(200);
    const stage = async (run_id: string) =>
      (await mlflow.get("/runs/get", { run_id })).body.run.info.lifecycle_stage;
    expect([await stage(kept), await stage(gone)]).toEqual(["active", "deleted"]);
  });

  it("is emptied after its time: rows, points and files", async () => {
    const experiment_id = await mlflow.newExperiment();
    const run_id = await mlflow.newRun(experiment_id);
    await mlflow.post("/runs/log-metric", { run_id, key: "m", value: 1, timestamp: 1 });
    const file = `${base}/mlflow-artifacts/artifacts/${experiment_id}/${run_id}/artifacts/a/b`;
    await mlflow.answer(
      new Request(file, { method: "PUT", headers: { authorization: `Bearer ${mlflow.key}` }, body: "x" }),
    );
    await mlflow.post("/experiments/delete", { experiment_id });
    expect(await purgeBefore(mlflow.harness.runtime, new Date(0))).toEqual({
      runs: 0,
      models: 0,
      experiments: 0,
    });
    const purged = await purgeBefore(mlflow.harness.runtime, new Date(Date.now() + 1_000));
    expect(purged.runs).toBeGreaterThan(0);
    expect((await mlflow.get("/runs/get", { run_id })).status).toBe(404);
    expect((await mlflow.get("/experiments/get", { experiment_id })).status).toBe(404);
    const { objects } = mlflow.harness.runtime;
    expect((await objects.list(`artifacts/${mlflow.home.id}/${experiment_id}/`)).objects).toEqual([]);
  });
});
