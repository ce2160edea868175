import { tryPath } from "@triops/domains/deployments/try-schemas";
import { smokePath } from "@triops/domains/promotions/smoke-schemas";
import { keyedHash } from "@triops/kernel/secrets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testSecretKey } from "../testing.ts";
import { held, modelFile, type Serving, startServing, variantOf } from "./world.testing.ts";

let serving: Serving;
const { columns, rows } = held("classifier");
const credential = keyedHash(testSecretKey, "gateway-internal", smokePath);
const trial = (prefix: string, inputExample: unknown) =>
  serving.ask(
    smokePath,
    {
      workspaceId: serving.workspaceId,
      modelName: "fraud",
      modelVersion: 1,
      prefix,
      signature: { inputs: null, outputs: null, params: null },
      inputExample,
    },
    {},
    credential,
  );

beforeAll(async () => {
  serving = await startServing();
  await serving.store("w/good/model.onnx", modelFile("classifier"));
  await serving.store("w/bad/model.onnx", modelFile("classifier").subarray(0, 600));
  await serving.store("w/other/model.pkl", Buffer.from("x"));
});
afterAll(() => serving.close(), 30_000);

describe("the trial of a version", { timeout: 60_000 }, () => {
  it.each([
    ["a table", { columns, data: rows.slice(0, 2) }],
    ["a form of the scoring server", { dataframe_split: { columns, data: rows.slice(0, 2) } }],
    [
      "records",
      rows.slice(0, 2).map((row) => Object.fromEntries(row.map((value, i) => [columns[i], value]))),
    ],
    ["a tensor", rows.slice(0, 2)],
  ])("passes with %s and tells what came out", async (_what, example) => {
    const { status, json } = await trial("w/good/", example);
    expect(status).toBe(200);
    expect(json).toMatchObject({ state: "passed", evidence: { output: expect.stringContaining("label") } });
    expect(serving.inference.models()).toEqual([]);
  });

  it("fails for a damaged file and for an example that does not suit the model", async () => {
    expect((await trial("w/bad/", rows.slice(0, 1))).json).toMatchObject({ state: "failed" });
    expect((await trial("w/good/", [[1, 2]])).json).toMatchObject({
      state: "failed",
      detail: expect.stringContaining("shape"),
    });
  });

  it("is not run without a file that could be", async () => {
    expect((await trial("w/other/", [[1]])).json.state).toBe("not_run");
  });

  it("401 for anybody but Triops itself", async () => {
    expect((await serving.ask(smokePath, {})).status).toBe(401);
  });
});

describe("trying a deployment out", { timeout: 60_000 }, () => {
  const ask = (deployment: string, body: string) => {
    const { workspaceId } = serving;
    const key = keyedHash(testSecretKey, "gateway-internal", tryPath);
    return serving.ask(tryPath, { workspaceId, deployment, body, user: "Ada" }, {}, key);
  };

  it("answers as a caller's request and is in the log under the person's name", async () => {
    serving.deploy("tried", [variantOf(await serving.store("w/tried.onnx", modelFile("classifier")))]);
    const { json } = await ask("tried", JSON.stringify({ inputs: rows.slice(0, 1) }));
    expect(json).toMatchObject({
      status: 200,
      role: "champion",
      version: "1",
      body: { predictions: { label: [1] } },
    });
    expect(serving.notes.at(-1)).toMatchObject({ user: "Ada", requestId: json.requestId });
  });

  it("tells what a caller would be told", async () => {
    expect((await ask("none", "{}")).json).toMatchObject({
      status: 404,
      body: { error_code: "RESOURCE_DOES_NOT_EXIST" },
    });
    expect((await ask("tried", "{}")).json).toMatchObject({
      status: 400,
      body: { error_code: "BAD_REQUEST" },
    });
    expect((await serving.ask(tryPath, {}, {}, credential)).status).toBe(401);
  });
});
