import { type SmokeAnswer, smokeRequest } from "@triops/domains/promotions/smoke-schemas";
import { outputsOf, predictionsOf } from "@triops/providers/inference/answer";
import { feedsOf } from "@triops/providers/inference/feeds";
import { InputFault } from "@triops/providers/inference/given";
import { columnNames, enforce, readSignature } from "@triops/providers/inference/signature";
import type { ObjectStore } from "@triops/providers/object-store/object-store";
import { type ModelPool, trialMark } from "@triops/providers/onnx/pool";
import { asFault } from "./fault.ts";
import { readExample } from "./read-scoring.ts";
import { readObject } from "./target-onnx.ts";

export type SmokeParts = { pool: ModelPool; objects: ObjectStore };

const timeoutMs = 2_000;
const outputCharsMax = 500;

/** One trial of a version's own input example, for the checks of a promotion. @throws InputFault */
export async function runSmoke({ pool, objects }: SmokeParts, asked: unknown): Promise<SmokeAnswer> {
  const parsed = smokeRequest.safeParse(asked);
  if (!parsed.success) throw new InputFault("Not a trial");
  const { workspaceId, prefix, signature: texts, inputExample } = parsed.data;
  const file = await findModel(objects, prefix);
  if (!file)
    return {
      state: "not_run",
      detail: "The version holds no ONNX file: its own server must try it",
      evidence: {},
    };
  const id = `${trialMark}${workspaceId}/${file.key}/${Date.now()}`;
  const source = { id, sizeBytes: file.sizeBytes, fetch: () => readObject(objects, file.key, null) };
  try {
    const face = await pool.warm(source);
    const signature = readSignature(texts);
    const { given, asRecords } = readExample(inputExample);
    const inputs = feedsOf(enforce(given, signature), face, columnNames(signature));
    const startedMs = performance.now();
    const outputs = outputsOf(await pool.run(source, { inputs, outputs: null, timeoutMs }));
    const latencyMs = Math.round((performance.now() - startedMs) * 100) / 100;
    const output = JSON.stringify(predictionsOf(outputs, asRecords)).slice(0, outputCharsMax);
    return {
      state: "passed",
      detail: `It answered its own example in ${latencyMs} ms`,
      evidence: { latencyMs, output },
    };
  } catch (error) {
    const fault = asFault(error);
    if (!fault) throw error;
    const away = fault.status === 503 && isAway(error);
    return { state: away ? "not_run" : "failed", detail: fault.message.slice(0, 2_000), evidence: {} };
  } finally {
    pool.drop(id);
  }
}

const isAway = (error: unknown): boolean =>
  error instanceof Error && "kind" in error && (error.kind === "away" || error.kind === "busy");

/** The one file that is served: `model.onnx`, else the first that ends so. */
async function findModel(objects: ObjectStore, prefix: string) {
  const { objects: files } = await objects.list(prefix);
  const models = files.filter(({ key }) => key.endsWith(".onnx"));
  return models.find(({ key }) => key === `${prefix}model.onnx`) ?? models[0];
}
