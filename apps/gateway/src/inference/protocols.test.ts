import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Held, held, modelFile, type Serving, startServing, variantOf } from "./world.testing.ts";

let serving: Serving;
const classifier = held("classifier");
const first = (given: Held, count = 3) => given.rows.slice(0, count);

/** MLflow's text of a signature of doubles. */
const signatureOf = (columns: readonly string[]) => ({
  inputs: JSON.stringify(columns.map((name) => ({ type: "double", name, required: true }))),
  outputs: null,
  params: null,
});

beforeAll(async () => {
  serving = await startServing();
  const target = await serving.store("w/classifier.onnx", modelFile("classifier"));
  serving.deploy("plain", [variantOf(target)]);
  serving.deploy("signed", [variantOf(target, { signature: signatureOf(classifier.columns) })]);
  serving.deploy("columns", [variantOf(await serving.store("w/columns.onnx", modelFile("columns")))]);
});
afterAll(() => serving.close(), 30_000);

const probabilities = (count = 3) => (classifier.outputs.probabilities as number[][]).slice(0, count);

function expectClose(given: number[][], wanted: number[][]) {
  expect(given).toHaveLength(wanted.length);
  given.flat().forEach((value, i) => {
    expect(Math.abs(value - (wanted.flat()[i] as number))).toBeLessThan(1e-6);
  });
}

describe("Open Inference Protocol", { timeout: 60_000 }, () => {
  const input = (data: unknown, shape = [3, 8], datatype = "FP64") => ({
    id: "mine",
    inputs: [{ name: "X", shape, datatype, data }],
  });

  it("answers with the model's outputs, the id and who answered", async () => {
    const flat = await serving.ask("/v2/models/plain/infer", input(first(classifier).flat()));
    expect(flat.status).toBe(200);
    expect(flat.json).toMatchObject({ model_name: "plain", model_version: "1", id: "mine" });
    const [label, proba] = flat.json.outputs;
    expect(label).toMatchObject({ name: "label", datatype: "INT64", shape: [3] });
    expect(label.data).toEqual((classifier.outputs.label as number[]).slice(0, 3));
    expect(proba).toMatchObject({ name: "probabilities", datatype: "FP64", shape: [3, 2] });
    expectClose([proba.data], [probabilities().flat()]);
    expect(flat.headers.get("x-triops-model-version")).toBe("1");
    expect(flat.headers.get("x-triops-variant")).toBe("champion");
    expect(flat.headers.get("x-request-id")).toMatch(/.{8}/);
    const nested = await serving.ask("/v2/models/plain/infer", input(first(classifier)));
    expect(nested.json).toEqual(flat.json);
  });

  it("gives only the outputs that were asked for, in their order", async () => {
    const body = { ...input(first(classifier)), outputs: [{ name: "probabilities" }] };
    const { json } = await serving.ask("/v2/models/plain/infer", body);
    expect(json.outputs.map(({ name }: { name: string }) => name)).toEqual(["probabilities"]);
  });

  it("takes texts as BYTES, beside numbers", async () => {
    const { columns, rows, outputs } = held("columns");
    const inputs = columns.map((name, i) => ({
      name,
      shape: [rows.length, 1],
      datatype: name === "region" ? "BYTES" : "FP64",
      data: rows.map((row) => row[i]),
    }));
    const { json } = await serving.ask("/v2/models/columns/infer", { inputs });
    expect(json.outputs[0].data).toEqual(outputs.label);
  });

  it.each([
    ["no JSON", "{", "not valid JSON"],
    ["no inputs", {}, "inputs"],
    ["fewer elements than the shape", input([1, 2, 3]), "3 elements"],
    ["another shape of data than of the tensor", input(first(classifier), [8, 3]), "shape [3,8], not [8,3]"],
    ["ragged data", input([[1], [1, 2]]), "differ in length"],
    [
      "a shape the model does not take",
      input(
        first(classifier).map((row) => row.slice(0, 4)),
        [3, 4],
      ),
      "takes [-1,8]",
    ],
    ["an unknown datatype", input([1], [1], "FP8"), "inputs.0.datatype"],
    ["text for numbers", input(Array(24).fill("a")), "not of type FP64"],
    ["a negative shape", input([], [-1, 8]), "inputs.0.shape.0"],
    [
      "an input the model does not have",
      { inputs: [{ name: "Y", shape: [1], datatype: "FP64", data: [1] }] },
      'no input "Y"',
    ],
    [
      "an output the model does not have",
      { ...input(first(classifier)), outputs: [{ name: "z" }] },
      'no output "z"',
    ],
  ])("400 with an error text for %s", async (_what, body, text) => {
    const { status, json } = await serving.ask("/v2/models/plain/infer", body);
    expect(status).toBe(400);
    expect(json.error).toContain(text);
  });

  it("describes server and model, and says what is ready", async () => {
    expect(await (await serving.get("/v2")).json()).toMatchObject({ name: "triops", extensions: [] });
    expect((await serving.get("/v2/health/live")).status).toBe(200);
    expect((await serving.get("/v2/health/ready")).status).toBe(200);
    expect(await (await serving.get("/v2/models/plain")).json()).toEqual({
      name: "plain",
      versions: ["1"],
      platform: "onnx_onnxv1",
      inputs: [{ name: "X", datatype: "FP64", shape: [-1, 8] }],
      outputs: [
        { name: "label", datatype: "INT64", shape: [-1] },
        { name: "probabilities", datatype: "FP64", shape: [-1, 2] },
      ],
    });
    expect(await (await serving.get("/v2/models/plain/ready")).json()).toEqual({
      name: "plain",
      ready: true,
    });
    expect((await serving.get("/v2/models/plain/versions/1/ready")).status).toBe(200);
    expect((await serving.get("/v2/models/plain/versions/2")).status).toBe(404);
  });

  it("401 without a key, 403 without the scope, 404 in another workspace, each with an error text", async () => {
    const path = "/v2/models/plain/infer";
    expect((await serving.ask(path, {}, {}, "nobody")).status).toBe(401);
    const reader = serving.addKey(serving.workspaceId, ["read"]);
    expect((await serving.ask(path, {}, {}, reader)).json.error).toContain("inference");
    const stranger = serving.addKey("8f0f6f3c-3a39-4b8c-9a59-0a4f6dfbb6c1");
    const { status, json } = await serving.ask(path, input(first(classifier)), {}, stranger);
    expect([status, json.error]).toEqual([404, 'There is no deployment "plain"']);
  });

  it("415 for what is no JSON", async () => {
    expect((await serving.ask("/v2/models/plain/infer", "x", { "content-type": "text/plain" })).status).toBe(
      415,
    );
  });
});

describe("MLflow's scoring", { timeout: 60_000 }, () => {
  const path = "/deployments/signed/invocations";
  const records = first(classifier).map((row) =>
    Object.fromEntries(row.map((value, i) => [classifier.columns[i], value])),
  );
  const shuffled = [...classifier.columns].reverse();
  const split = {
    columns: [...shuffled, "extra"],
    data: first(classifier).map((row) => [...row].reverse().concat("x")),
  };
  const csv = [classifier.columns.join(","), ...first(classifier).map((row) => row.join(","))].join("\n");

  it.each([
    ["dataframe_split, columns in another order and one too many", { dataframe_split: split }],
    ["dataframe_records", { dataframe_records: records }],
  ])("answers %s with records", async (_form, body) => {
    const { status, json } = await serving.ask(path, body);
    expect(status).toBe(200);
    expect(json.predictions.map((row: { label: number }) => row.label)).toEqual(
      (classifier.outputs.label as number[]).slice(0, 3),
    );
    expectClose(
      json.predictions.map((row: { probabilities: number[] }) => row.probabilities),
      probabilities(),
    );
  });

  it.each([
    ["instances", { instances: first(classifier) }],
    ["inputs", { inputs: first(classifier) }],
    ["inputs by name", { inputs: { X: first(classifier) } }],
    ["instances by name", { instances: first(classifier).map((row) => ({ X: row })) }],
  ])("answers %s with lists", async (_form, body) => {
    const { status, json } = await serving.ask(path, body);
    expect(status).toBe(200);
    expectClose(json.predictions.probabilities, probabilities());
  });

  it("answers CSV, and params are taken", async () => {
    const { status, json } = await serving.ask(path, csv, { "content-type": "text/csv; charset=utf-8" });
    expect(status).toBe(200);
    expectClose(
      json.predictions.map((row: { probabilities: number[] }) => row.probabilities),
      probabilities(),
    );
    expect((await serving.ask(path, { inputs: first(classifier), params: { a: 1 } })).status).toBe(200);
  });

  it("takes NaN as Python writes it", async () => {
    const text = `{"inputs": [[NaN, ${first(classifier, 1)[0]?.slice(1).join(",")}]]}`;
    expect((await serving.ask("/deployments/plain/invocations", text)).status).toBe(200);
  });

  it.each([
    ["no form", { a: 1 }, "exactly one of the input fields"],
    ["two forms", { inputs: [], instances: [] }, "exactly one of the input fields"],
    ["a list", [1], "Received a list"],
    [
      "a missing column",
      { dataframe_records: records.map(({ MedInc: _, ...row }) => row) },
      "missing inputs ['MedInc']",
    ],
    [
      "text in a column of doubles",
      { dataframe_records: [{ ...records[0], MedInc: "a" }] },
      "Can not safely convert",
    ],
    [
      "a name that is an object",
      { dataframe_split: { columns: [{ toString: 1 }], data: [[1]] } },
      "a text or a number",
    ],
    ["rows of other lengths", { dataframe_split: { columns: ["a"], data: [[1, 2]] } }, "1 columns passed"],
    ["params that are no object", { inputs: [[1]], params: 3 }, "params"],
    ["messages for a model of tables", { messages: [] }, "not messages"],
  ])("400 BAD_REQUEST for %s", async (_what, body, text) => {
    const { status, json } = await serving.ask(path, body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ error_code: "BAD_REQUEST", message: expect.stringContaining(text) });
  });

  it.each([
    ["text/plain", "only supports the following content types"],
    ["application/json; charset=latin-1", "UTF-8"],
    ["application/json; format=pandas-split", "Unrecognized content type parameters: format"],
  ])("415 in plain text for %s", async (type, text) => {
    const reply = await serving.ask(path, "{}", { "content-type": type });
    expect(reply.status).toBe(415);
    expect(reply.headers.get("content-type")).toContain("text/plain");
    expect(reply.text).toContain(text);
  });

  it("answers ping, health and version", async () => {
    const ping = await serving.get("/deployments/signed/ping");
    expect([ping.status, await ping.text()]).toEqual([200, "\n"]);
    expect((await serving.get("/deployments/signed/health")).status).toBe(200);
    expect(await (await serving.get("/deployments/signed/version")).text()).toMatch(/^3\./);
    expect((await serving.get("/deployments/none/ping")).status).toBe(404);
  });

  it("404 RESOURCE_DOES_NOT_EXIST for an unknown deployment, 503 for one that is switched off", async () => {
    const { status, json } = await serving.ask("/deployments/none/invocations", { inputs: [[1]] });
    expect([status, json.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    const target = await serving.store("w/off.onnx", modelFile("classifier"));
    serving.deploy("off", [variantOf(target)], { enabled: false });
    const off = await serving.ask("/deployments/off/invocations", { inputs: first(classifier) });
    expect([off.status, off.json.error_code]).toEqual([503, "TEMPORARILY_UNAVAILABLE"]);
  });
});
