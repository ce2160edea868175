import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { snapshotChannel } from "@triops/domains/api-keys/schemas";
import {
  type PublishedDeployment,
  publishedDeploymentsAt,
  publishedDeploymentsHash,
} from "@triops/domains/deployments/snapshot-schemas";
import type { Redis } from "@triops/kernel/redis";
import { openObjectStore } from "@triops/providers/object-store/object-store";
import { z } from "zod";

const fixtures = join(import.meta.dirname, "..", "..", "packages", "providers", "onnx", "fixtures");

export const classifierFile = readFileSync(join(fixtures, "classifier.onnx"));
export const classifierRows = z
  .object({ columns: z.array(z.string()), rows: z.array(z.array(z.number())) })
  .parse(JSON.parse(readFileSync(join(fixtures, "classifier.json"), "utf8")));

/** Puts the classifier into the object store and publishes a deployment of it, as the product would. */
export async function deployClassifier(
  redis: Redis,
  objectStoreUrl: string,
  workspaceId: string,
  name: string,
): Promise<void> {
  const objectKey = `${workspaceId}/classifier.onnx`;
  await openObjectStore(objectStoreUrl).put(
    objectKey,
    (async function* () {
      yield classifierFile;
    })(),
  );
  const inputs = classifierRows.columns.map((column) => ({ type: "double", name: column, required: true }));
  const deployment: PublishedDeployment = {
    workspaceId,
    id: randomUUID(),
    name,
    enabled: true,
    sticky: { header: null },
    fallback: true,
    variants: [
      {
        id: randomUUID(),
        role: "champion",
        weight: 100,
        modelName: "housing",
        modelVersion: "1",
        target: {
          kind: "onnx",
          objectKey,
          sizeBytes: classifierFile.length,
          sha256: createHash("sha256").update(classifierFile).digest("hex"),
        },
        signature: { inputs: JSON.stringify(inputs), outputs: null, params: null },
        timeoutMs: 2_000,
      },
    ],
    logging: { sampleRate: 1, maskColumns: [], retentionDays: 30 },
    revision: 1,
  };
  await redis.hset(publishedDeploymentsHash, deployment.id, JSON.stringify(deployment));
  await redis.set(publishedDeploymentsAt, new Date().toISOString());
  await redis.publish(snapshotChannel, JSON.stringify({ part: "deployments", fields: [deployment.id] }));
}
