import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { create as createModel } from "../models/create.ts";
import { createVersion } from "../models/create-version.ts";
import type { Caller } from "../runtime.ts";
import { artifactRoot } from "../training/index.ts";
import { create } from "./create.ts";
import { publishedDeployment, publishedDeploymentsHash } from "./snapshot-schemas.ts";

let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
});
afterAll(() => harness?.close());

async function* bytes(text: string) {
  yield Buffer.from(text);
}
async function put(folder: string, files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files))
    await editor.runtime.objects.put(`${artifactRoot(workspace.id)}${folder}/${name}`, bytes(text));
  return `mlflow-artifacts:/${folder}`;
}
const onnx = (model: string, version: string, more: object = {}) => ({
  role: "champion" as const,
  weight: 100,
  model,
  version,
  ...more,
});
const inputs = '[{"type": "double", "name": "amount", "required": true}]';
const described = `flavors: {onnx: {data: model.onnx}}\nsignature:\n  inputs: '${inputs}'\n  outputs: null\n  params: null\n`;

describe("a registered version", () => {
  it("is served from its own ONNX file, with the signature that was logged", async () => {
    const source = await put("1/models/m-1/artifacts", { "model.onnx": "not really", MLmodel: described });
    const model = await createModel.call(editor, { name: "scored" });
    await createVersion.call(editor, { modelId: model.id, source });
    const made = await create.call(editor, { name: "scored", variants: [onnx("scored", "1")] });
    const key = `${artifactRoot(workspace.id)}1/models/m-1/artifacts/model.onnx`;
    expect(made.variants[0]).toMatchObject({
      version: "1",
      serve: { kind: "onnx", objectKey: key, sizeBytes: 10, artifact: null },
      signature: { inputs, outputs: null, params: null },
    });
    const json = await editor.runtime.redis.hget(publishedDeploymentsHash, made.id);
    const published = publishedDeployment.parse(JSON.parse(json ?? ""));
    expect(published.variants[0]?.target).toMatchObject({ kind: "onnx", objectKey: key });
  });

  it.each([
    ["no ONNX file", { "model.pkl": "x" }, "no .onnx file"],
    ["several", { "a.onnx": "x", "b.onnx": "y" }, "2 .onnx files"],
  ])("400 with %s", async (name, files, text) => {
    const source = await put(`2/${name.replaceAll(" ", "-")}`, files as Record<string, string>);
    const variants = [onnx("loose", "7", { serve: { kind: "onnx", artifact: source } })];
    await expect(create.call(editor, { name: "refused", variants })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining(text),
    });
  });

  it("400 when its files are not with us, 404 when it is not there", async () => {
    const model = await createModel.call(editor, { name: "away" });
    await createVersion.call(editor, { modelId: model.id, source: "s3://theirs/model" });
    const away = create.call(editor, { name: "away", variants: [onnx("away", "1")] });
    await expect(away).rejects.toMatchObject({ code: "invalid" });
    const none = create.call(editor, { name: "away", variants: [onnx("away", "2")] });
    await expect(none).rejects.toMatchObject({ code: "not_found" });
  });
});
