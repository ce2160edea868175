import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import type { PublishedDeployment, PublishedVariant } from "@triops/domains/deployments/snapshot-schemas";
import { newId } from "@triops/kernel/ids";
import type { Logger } from "@triops/kernel/logger";
import { predictionsOf } from "@triops/providers/inference/answer";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Budget, checkEncoding, inflate, readBody } from "../ingest/body.ts";
import { IngestFault } from "../ingest/fault.ts";
import { type Admission, admit } from "../snapshot/admit.ts";
import type { Book } from "./book.ts";
import { InferenceFault } from "./fault.ts";
import { readOip } from "./read-oip.ts";
import { readScoring } from "./read-scoring.ts";
import { type Protocol, sendInferenceFault } from "./replies.ts";
import type { Asked } from "./request.ts";
import type { Served, Server, Who } from "./serve.ts";

export type InferenceOptions = {
  book: Book;
  server: Server;
  admission: Admission;
  budget: Budget;
  log: Logger;
  observe(signal: string, status: number, accepted: number, rejected: number, bytes: number): void;
};

const signal = "inference";
/** Of the client whose scoring server we stand in for. */
const mlflowVersion = "3.18.0";
const requestIdForm = /^[\w.:-]{1,128}$/;

type Params = { deployment: string; version?: string };

/** Open Inference Protocol v2 and MLflow's scoring, over the same deployments. */
export function registerInference(app: FastifyInstance, options: InferenceOptions): void {
  const { book, server, admission, budget, observe, log } = options;
  app.removeAllContentTypeParsers();
  app.decorateRequest("publishedKey", null);
  const open = new Set(["/v2", "/v2/health/live", "/v2/health/ready"]);
  app.addHook("onRequest", async (request) => {
    if (open.has(request.routeOptions.url ?? "")) return;
    request.publishedKey = admit(admission, request.headers, "inference", new Date());
    checkEncoding(request.headers["content-encoding"]);
  });
  app.addContentTypeParser("*", async (request: FastifyRequest, stream: NodeJS.ReadableStream) => {
    const declared = Number(request.headers["content-length"]);
    return readBody(stream as never, Number.isFinite(declared) ? declared : undefined, budget);
  });

  const deploymentOf = (request: FastifyRequest): PublishedDeployment => {
    const { deployment: name } = request.params as Params;
    const key = request.publishedKey as PublishedKey;
    const found = book.find(key.workspaceId, name);
    if (!found) throw new InferenceFault(404, `There is no deployment "${name.slice(0, 100)}"`);
    return found;
  };

  /** The variant that a version in the path names; null without one. */
  const pinned = (request: FastifyRequest, deployment: PublishedDeployment): PublishedVariant | null => {
    const { version } = request.params as Params;
    if (version === undefined) return null;
    const found = deployment.variants.find(
      ({ role, modelVersion }) => role !== "shadow" && modelVersion === version,
    );
    if (!found)
      throw new InferenceFault(404, `"${deployment.name}" does not serve version ${version.slice(0, 40)}`);
    return found;
  };

  const infer = async (
    protocol: Protocol,
    request: FastifyRequest,
    reply: FastifyReply,
    read: (body: Buffer) => Asked,
    write: (deployment: PublishedDeployment, served: Served) => unknown,
  ) => {
    const raw = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    let held = raw.length;
    budget.used += held;
    const requestId = requestIdOf(request);
    reply.header("x-request-id", requestId);
    try {
      const deployment = deploymentOf(request);
      const variant = pinned(request, deployment);
      const body = await inflate(raw, checkEncoding(request.headers["content-encoding"]));
      budget.used += body.length;
      held += body.length;
      const asked = read(body);
      const who = whoOf(request, requestId);
      const served = await server.serve(deployment, asked, who, variant);
      reply.header("x-triops-model-version", served.variant.modelVersion);
      reply.header("x-triops-variant", served.variant.role);
      const answer = write(deployment, served);
      observe(signal, 200, 1, 0, raw.length);
      return await reply.type("application/json; charset=utf-8").send(answer);
    } catch (error) {
      handle(protocol, error, request, reply);
      return reply;
    } finally {
      budget.used -= held;
    }
  };

  const handle = (protocol: Protocol, error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const said = sendInferenceFault(protocol, error, request, reply);
    observe(signal, said.status, 0, said.status < 500 ? 1 : 0, 0);
    if (said.unexpected) log.error({ err: error, path: request.url }, "inference failed");
    else if (said.status >= 500) log.warn({ err: error, path: request.url }, "no prediction");
  };
  const protocolOf = (request: FastifyRequest): Protocol =>
    request.url.startsWith("/v2") ? "oip" : "mlflow";
  app.setErrorHandler((error, request, reply) => handle(protocolOf(request), error, request, reply));

  app.get("/v2", async () => ({ name: "triops", version: "1", extensions: [] }));
  app.get("/v2/health/live", async () => ({ live: true }));
  app.get("/v2/health/ready", async (_request, reply) => {
    const ready = admission.state().loaded;
    return reply.code(ready ? 200 : 503).send({ ready });
  });

  for (const path of ["/v2/models/:deployment", "/v2/models/:deployment/versions/:version"]) {
    app.get(path, async (request) => {
      const deployment = deploymentOf(request);
      const variant = pinned(request, deployment) ?? championOf(deployment);
      const face = await server.targetOf(variant).face(deployment, variant);
      return {
        name: deployment.name,
        versions: [...new Set(answering(deployment).map(({ modelVersion }) => modelVersion))].filter(Boolean),
        platform: variant.target.kind === "onnx" ? "onnx_onnxv1" : `${variant.target.protocol}_server`,
        inputs: face?.inputs ?? [],
        outputs: face?.outputs ?? [],
      };
    });
    app.get(`${path}/ready`, async (request, reply) => {
      const deployment = deploymentOf(request);
      const variant = pinned(request, deployment) ?? championOf(deployment);
      const ready = deployment.enabled && (await server.targetOf(variant).isReady(deployment, variant));
      return reply.code(ready ? 200 : 503).send({ name: deployment.name, ready });
    });
    app.post(`${path}/infer`, async (request, reply) => {
      let id: string | null = null;
      const read = (body: Buffer) => {
        requireJson(request);
        const asked = readOip(body);
        id = asked.id;
        return asked;
      };
      return infer("oip", request, reply, read, (deployment, { variant, answered }) => {
        if (!answered.outputs)
          throw new InferenceFault(502, "The model answered with something that tensors cannot carry");
        const { name } = deployment;
        return JSON.stringify({
          model_name: name,
          ...(variant.modelVersion === "" ? {} : { model_version: variant.modelVersion }),
          ...(id === null ? {} : { id }),
          outputs: answered.outputs,
        });
      });
    });
  }

  app.post("/deployments/:deployment/invocations", async (request, reply) => {
    let asked: Asked;
    const read = (body: Buffer) => {
      asked = readScoring(request.headers["content-type"] ?? "", body);
      return asked;
    };
    return infer("mlflow", request, reply, read, (_deployment, { answered }) => {
      if (answered.body) return answered.body;
      return JSON.stringify({ predictions: predictionsOf(answered.outputs ?? [], asked.asRecords) });
    });
  });
  for (const path of ["/deployments/:deployment/ping", "/deployments/:deployment/health"]) {
    app.get(path, async (request, reply) => {
      const deployment = deploymentOf(request);
      const variant = championOf(deployment);
      const ready = deployment.enabled && (await server.targetOf(variant).isReady(deployment, variant));
      return reply
        .code(ready ? 200 : 404)
        .type("application/json")
        .send("\n");
    });
  }
  app.get("/deployments/:deployment/version", async (request, reply) => {
    deploymentOf(request);
    return reply.type("application/json").send(mlflowVersion);
  });
}

const answering = ({ variants }: PublishedDeployment) => variants.filter(({ role }) => role !== "shadow");

function championOf(deployment: PublishedDeployment): PublishedVariant {
  const found = deployment.variants.find(({ role }) => role === "champion");
  if (!found) throw new InferenceFault(503, `The deployment "${deployment.name}" has no model`);
  return found;
}

const requestIdOf = ({ headers }: FastifyRequest): string => {
  const given = headers["x-request-id"];
  return typeof given === "string" && requestIdForm.test(given) ? given : newId();
};

function whoOf(request: FastifyRequest, requestId: string): Who {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return typeof value === "string" ? value.slice(0, 200) : undefined;
  };
  const { keyId } = request.publishedKey as PublishedKey;
  return {
    keyId,
    requestId,
    header,
    service: header("x-triops-service") ?? "",
    user: header("x-triops-user") ?? "",
  };
}

/** @throws IngestFault 415, InferenceFault 400 */
function requireJson({ headers }: FastifyRequest): void {
  if (headers["inference-header-content-length"] !== undefined)
    throw new InferenceFault(400, "The binary tensor extension is not served; send data as JSON");
  const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new IngestFault(415, "Content-Type must be application/json");
}
