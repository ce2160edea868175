import { invalid } from "@triops/kernel/errors";
import type { ObjectStore } from "@triops/providers/object-store/object-store";
import { readDescription } from "../models/index.ts";
import type { Work } from "../work.ts";
import { artifactPrefix } from "./artifact-prefix.ts";
import type { ModelSignature } from "./snapshot-schemas.ts";

export type ModelFiles = { objectKey: string; sizeBytes: number; signature: ModelSignature | null };

/** Of a version's files; more are none of a model. */
const filesMax = 1_000;
/** Of an `MLmodel` file. */
const describedBytesMax = 1024 * 1024;

/**
 * The one ONNX file below a source, and the signature that MLflow wrote beside it.
 * @throws invalid when there is none, or more than one
 */
export async function onnxFileOf(work: Work, source: string): Promise<ModelFiles> {
  const { objects } = work.runtime;
  const prefix = await artifactPrefix(work, source);
  const listed = await objects.list(prefix, { limit: filesMax });
  const models = listed.objects.filter(({ key }) => key.endsWith(".onnx"));
  const [model] = models;
  if (!model) throw invalid(`There is no .onnx file below ${source}: serve it by a server of its own`);
  if (models.length > 1)
    throw invalid(`There are ${models.length} .onnx files below ${source}: name one's folder`);
  return {
    objectKey: model.key,
    sizeBytes: model.sizeBytes,
    signature: await signatureBelow(objects, prefix),
  };
}

async function signatureBelow(objects: ObjectStore, prefix: string): Promise<ModelSignature | null> {
  const file = await objects.get(`${prefix}MLmodel`);
  if (!file) return null;
  if (file.sizeBytes > describedBytesMax) {
    file.body.destroy();
    return null;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of file.body) chunks.push(chunk as Buffer);
  const described = readDescription(Buffer.concat(chunks).toString("utf8"));
  const texts = described?.signatureTexts ?? null;
  return texts && (texts.inputs ?? texts.outputs) !== null ? texts : null;
}
