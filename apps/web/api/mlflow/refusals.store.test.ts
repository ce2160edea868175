import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "./answer.ts";
import { base, type Fields, openTracking, type TrackingClient } from "./client.testing.ts";

let mlflow: TrackingClient;
beforeAll(async () => {
  mlflow = await openTracking();
});
afterAll(() => mlflow?.harness.close());

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
    const got = await mlflow.call(method, path, fields as Fields);
    expect([got.status, got.body.error_code]).toEqual([status, code]);
    if (message) expect(got.body.message).toContain(message);
  });

  it("batches beyond the limits, metrics without a time, and other values of a parameter, storing nothing", async () => {
    const run_id = await mlflow.newRun(await mlflow.newExperiment());
    const metric = { key: "m", value: 1, timestamp: 1, step: 0 };
    const refused = async (fields: Fields): Promise<string> => {
      const { status, body } = await mlflow.post("/runs/log-batch", { run_id, ...fields });
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
    await mlflow.post("/runs/log-parameter", { run_id, key: "p", value: "1" });
    const changed = { metrics: [metric], params: [{ key: "p", value: "2" }] };
    expect(await refused(changed)).toMatch(/Changing param values is not allowed/);
    expect((await mlflow.get("/runs/get", { run_id })).body.run.data).not.toHaveProperty("metrics");
  });

  it("401 without a key, 403 without its scope, 404 for another workspace's run", async () => {
    const nobody = await mlflow.answer(new Request(`${base}/mlflow/experiments/search`));
    expect([nobody.status, (await nobody.json()).error_code]).toEqual([401, "UNAUTHENTICATED"]);
    const reader = { authorization: `Bearer ${await mlflow.keyFor(mlflow.home, ["read"])}` };
    const forbidden = await mlflow.call("POST", "/mlflow/experiments/create", { name: "x" }, reader);
    expect([forbidden.status, forbidden.body.error_code]).toEqual([403, "PERMISSION_DENIED"]);
    expect((await mlflow.call("POST", "/mlflow/experiments/search", {}, reader)).status).toBe(200);
    const run_id = await mlflow.newRun(await mlflow.newExperiment());
    const other = await mlflow.keyFor(await mlflow.harness.makeWorkspace(), ["read", "write"]);
    const basic = { authorization: `Basic ${Buffer.from(`u:${other}`).toString("base64")}` };
    expect((await mlflow.call("GET", "/mlflow/runs/get", { run_id }, basic)).status).toBe(404);
    const logged = await mlflow.call(
      "POST",
      "/mlflow/runs/log-batch",
      { run_id, params: [{ key: "a", value: "b" }] },
      basic,
    );
    expect(logged.status).toBe(404);
  });

  it("never a fault of ours, whatever is sent to whichever operation", async () => {
    const run_id = await mlflow.newRun("0");
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
        const { status, body } = await mlflow.call(operation.methods[0] ?? "GET", path, fields);
        if (status >= 500 && status !== 501)
          throw new Error(`${operation.path}: ${status} ${JSON.stringify(body)}`);
      }),
      { numRuns: 250, endOnFailure: true },
    );
  });
});
