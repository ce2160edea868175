import { createHash } from "node:crypto";
import type { PublishedDeployment, PublishedVariant } from "@triops/domains/deployments/snapshot-schemas";
import { outputsOf } from "@triops/providers/inference/answer";
import { feedsOf } from "@triops/providers/inference/feeds";
import { InputFault } from "@triops/providers/inference/given";
import { columnNames } from "@triops/providers/inference/signature";
import type { ByteRange, ObjectStore } from "@triops/providers/object-store/object-store";
import { ModelFault, refused } from "@triops/providers/onnx/fault";
import { inlineData } from "@triops/providers/onnx/inline-data";
import { onnxLimits } from "@triops/providers/onnx/limits";
import type { ModelPool, ModelSource } from "@triops/providers/onnx/pool";
import { InferenceFault } from "./fault.ts";
import type { Target } from "./targets.ts";

/** The file behind a variant; null when it is served elsewhere. Never the same for two workspaces. */
export function sourceOf(
  objects: ObjectStore,
  { workspaceId }: PublishedDeployment,
  { target }: PublishedVariant,
): ModelSource | null {
  if (target.kind !== "onnx") return null;
  const { objectKey, sizeBytes, sha256 } = target;
  return {
    id: `${workspaceId}/${objectKey}/${sha256 ?? sizeBytes}`,
    sizeBytes,
    fetch: () => readObject(objects, objectKey, sha256),
  };
}

/** The model's file with the weights that lie beside it. @throws ModelFault */
export async function readObject(objects: ObjectStore, key: string, sha256: string | null): Promise<Buffer> {
  const bytes = await readBytes(objects, key);
  if (!bytes) throw new ModelFault("away", "The model's file is not in the object store");
  if (sha256 !== null && createHash("sha256").update(bytes).digest("hex") !== sha256)
    throw refused("The model's file is not the one that was deployed: its checksum differs");
  const folder = key.slice(0, key.lastIndexOf("/") + 1);
  return inlineData(bytes, (name, offset, length) =>
    readBytes(objects, `${folder}${name}`, {
      start: offset,
      ...(length === null ? {} : { end: offset + length - 1 }),
    }),
  );
}

/** Null when there is no such object. @throws ModelFault when it is too large */
async function readBytes(objects: ObjectStore, key: string, range?: ByteRange): Promise<Buffer | null> {
  const found = await objects.get(key, range);
  if (!found) return null;
  if (found.end - found.start >= onnxLimits.fileBytesMax) {
    found.body.destroy();
    throw refused(`The model's file is larger than ${onnxLimits.fileBytesMax / 1024 / 1024} MiB`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of found.body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Served by the gateway itself, in a process of the model's own. */
export function createOnnxTarget(pool: ModelPool, objects: ObjectStore): Target {
  const source = (deployment: PublishedDeployment, variant: PublishedVariant): ModelSource => {
    const found = sourceOf(objects, deployment, variant);
    if (!found) throw new Error("not an ONNX variant");
    return found;
  };
  return {
    async ask({ deployment, variant, asked, given, signature }) {
      if (!given) throw new InferenceFault(400, "This model takes tables and tensors, not messages");
      const model = source(deployment, variant);
      const face = await pool.warm(model);
      const unknown = asked.outputs?.find((name) => !face.outputs.some((output) => output.name === name));
      if (unknown !== undefined) throw new InputFault(`The model has no output "${unknown}"`);
      const inputs = feedsOf(given, face, columnNames(signature));
      const { outputs } = asked;
      return { outputs: outputsOf(await pool.run(model, { inputs, outputs, timeoutMs: variant.timeoutMs })) };
    },
    face: (deployment, variant) => pool.warm(source(deployment, variant)),
    isReady: (deployment, variant) =>
      pool.warm(source(deployment, variant)).then(
        () => true,
        () => false,
      ),
  };
}
