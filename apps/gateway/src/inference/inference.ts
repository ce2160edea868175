import type { PublishedDeployment } from "@triops/domains/deployments/snapshot-schemas";
import type { Logger } from "@triops/kernel/logger";
import { createEgress } from "@triops/providers/egress/request";
import type { ObjectStore } from "@triops/providers/object-store/object-store";
import { createModelPool } from "@triops/providers/onnx/pool";
import type { FastifyInstance } from "fastify";
import type { Budget } from "../ingest/body.ts";
import type { PredictionLog } from "../predictions/prediction-log.ts";
import type { Admission } from "../snapshot/admit.ts";
import { createBook } from "./book.ts";
import { type InferenceOptions, registerInference } from "./routes.ts";
import { createServer } from "./serve.ts";
import { registerSmoke } from "./smoke.ts";
import { createOnnxTarget } from "./target-onnx.ts";
import { createServerTarget } from "./target-server.ts";

export type InferenceParts = {
  objects: ObjectStore;
  predictions: PredictionLog;
  secretKey: string;
  /** Ranges of outside model servers that may be reached although they are not public. */
  allowedCidrs: readonly string[];
  admission: Admission;
  budget: Budget;
  log: Logger;
  now: () => number;
  observe: InferenceOptions["observe"];
};

/** The serving side of the gateway: no process is started before the first deployment of an ONNX model. */
export function createInference(parts: InferenceParts) {
  const { objects, predictions, secretKey, allowedCidrs, admission, budget, log, now, observe } = parts;
  const egress = createEgress({ allowedCidrs, allowedPorts: "any" });
  const pool = createModelPool();
  const book = createBook(pool, objects, log);
  const targets = {
    onnx: createOnnxTarget(pool, objects),
    server: createServerTarget(egress, secretKey, now),
  };
  const server = createServer(targets, predictions, now);
  return {
    register: (app: FastifyInstance) =>
      registerInference(app, { book, server, admission, budget, log, observe }),
    registerSmoke: (app: FastifyInstance) => registerSmoke(app, { pool, objects, secretKey }),
    /** The published deployments, all of them, whenever one changed. */
    take: (published: Iterable<PublishedDeployment>) => book.take(published),
    state: () => ({
      deployments: book.size(),
      behind: book.behind(),
      models: pool.states(),
      shadows: server.shadows(),
    }),
    async close() {
      await server.drain();
      await pool.close();
      await egress.close();
    },
  };
}
