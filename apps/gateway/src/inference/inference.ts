import type { PublishedDeployment } from "@triops/domains/deployments/snapshot-schemas";
import type { Logger } from "@triops/kernel/logger";
import { createEgress } from "@triops/providers/egress/request";
import type { ObjectStore } from "@triops/providers/object-store/object-store";
import { createModelPool, type ModelState } from "@triops/providers/onnx/pool";
import type { FastifyInstance } from "fastify";
import type { Budget } from "../ingest/body.ts";
import type { PredictionLog } from "../predictions/prediction-log.ts";
import type { Admission } from "../snapshot/admit.ts";
import { createBook } from "./book.ts";
import { registerInternal } from "./internal.ts";
import { type InferenceOptions, registerInference } from "./routes.ts";
import { createServer } from "./serve.ts";
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

/** Without names of workspaces: health is open to everybody. */
export type InferenceState = {
  deployments: number;
  behind: number;
  models: Record<ModelState["status"], number>;
  shadows: { running: number; dropped: number };
};

/** As long as a variant may be given. */
const serverMsMax = 60_000;

/** The serving side of the gateway: no process is started before the first deployment of an ONNX model. */
export function createInference(parts: InferenceParts) {
  const { objects, predictions, secretKey, allowedCidrs, admission, budget, log, now, observe } = parts;
  const egress = createEgress({ allowedCidrs, allowedPorts: "any", timeoutMsMax: serverMsMax });
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
    registerInternal: (app: FastifyInstance) =>
      registerInternal(app, { pool, objects, book, server, secretKey }),
    /** The published deployments, all of them, whenever one changed. */
    take: (published: Iterable<PublishedDeployment>) => book.take(published),
    state: (): InferenceState => {
      const models = { loading: 0, ready: 0, failed: 0 };
      for (const { status } of pool.states()) models[status]++;
      return { deployments: book.size(), behind: book.behind().length, models, shadows: server.shadows() };
    },
    /** Deployments whose newest models are not in service, with the reason. */
    behind: book.behind,
    models: pool.states,
    async close() {
      await server.drain();
      await pool.close();
      await egress.close();
    },
  };
}
