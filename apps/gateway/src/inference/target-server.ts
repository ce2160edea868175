import {
  type PublishedDeployment,
  type PublishedTarget,
  type PublishedVariant,
  sealedTo,
} from "@triops/domains/deployments/snapshot-schemas";
import { open } from "@triops/kernel/secrets";
import type { Egress, OutgoingRequest, Reply } from "@triops/providers/egress/request";
import { outputsOf, outputsOfPredictions } from "@triops/providers/inference/answer";
import { feedsOf } from "@triops/providers/inference/feeds";
import { type Given, InputFault, nest } from "@triops/providers/inference/given";
import { readJson } from "@triops/providers/inference/read-json";
import { columnNames, tableOf } from "@triops/providers/inference/signature";
import type { ModelFace } from "@triops/providers/onnx/tensors";
import { InferenceFault } from "./fault.ts";
import { readFace, readOutputs } from "./server-answers.ts";
import type { Answered, Question, Target } from "./targets.ts";

type Server = Extract<PublishedTarget, { kind: "server" }>;

const replyBytesMax = 32 * 1024 * 1024;
/** What a server says about its model is asked again after this. */
const faceMs = 60_000;
const readyMsMax = 2_000;

/** Served by somebody else's server, reached through the egress guard. */
export function createServerTarget(egress: Egress, secretKey: string, now: () => number): Target {
  const faces = new WeakMap<PublishedVariant, { face: ModelFace; atMs: number }>();
  const headersByVariant = new WeakMap<PublishedVariant, Record<string, string>>();

  const headersOf = (deployment: PublishedDeployment, variant: PublishedVariant) => {
    const { headersSealed } = serverOf(variant);
    if (headersSealed === null) return {};
    let headers = headersByVariant.get(variant);
    if (!headers) {
      try {
        const text = open(secretKey, deployment.workspaceId, sealedTo(variant.id), headersSealed);
        headers = readJson(text, false) as Record<string, string>;
      } catch (cause) {
        throw new InferenceFault(503, "The headers for the model's server cannot be read", { cause });
      }
      headersByVariant.set(variant, headers);
    }
    return headers;
  };

  const send = (
    deployment: PublishedDeployment,
    variant: PublishedVariant,
    path: string,
    request: Pick<OutgoingRequest, "method" | "body"> & { contentType?: string; timeoutMs?: number },
  ): Promise<Reply> =>
    egress.request({
      url: `${serverOf(variant).url.replace(/\/+$/, "")}${path}`,
      method: request.method ?? "GET",
      headers: {
        ...headersOf(deployment, variant),
        ...(request.contentType === undefined ? {} : { "content-type": request.contentType }),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      timeoutMs: request.timeoutMs ?? variant.timeoutMs,
      replyBytesMax,
    });

  const modelPath = (variant: PublishedVariant) =>
    `/v2/models/${encodeURIComponent(serverOf(variant).remoteModel ?? variant.modelName)}`;

  const faceOf = async (deployment: PublishedDeployment, variant: PublishedVariant) => {
    if (serverOf(variant).protocol !== "oip") return null;
    const known = faces.get(variant);
    if (known && now() - known.atMs < faceMs) return known.face;
    const reply = await send(deployment, variant, modelPath(variant), {});
    const face = reply.status === 200 ? readFace(reply.body) : null;
    if (!face) throw new InferenceFault(502, "The model's server does not say what the model takes");
    faces.set(variant, { face, atMs: now() });
    return face;
  };

  const askOip = async ({ deployment, variant, asked, given, signature }: Question): Promise<Answered> => {
    let body: Buffer | string = asked.raw.body;
    if (asked.raw.protocol !== "oip") {
      if (!given) throw new InferenceFault(400, "This model takes tables and tensors, not messages");
      const face = (await faceOf(deployment, variant)) as ModelFace;
      const inputs = outputsOf(feedsOf(given, face, columnNames(signature)));
      body = JSON.stringify({ inputs, ...(asked.params ? { parameters: asked.params } : {}) });
    }
    const path = `${modelPath(variant)}/infer`;
    const reply = await send(deployment, variant, path, {
      method: "POST",
      body,
      contentType: "application/json",
    });
    checkStatus(reply, "error");
    const outputs = readOutputs(reply.body);
    if (!outputs)
      throw new InferenceFault(502, "The model's server answered with something that is no prediction");
    return { outputs };
  };

  const askMlflow = async ({ deployment, variant, asked, given, signature }: Question): Promise<Answered> => {
    const { raw } = asked;
    const same = raw.protocol === "mlflow";
    const body = same ? raw.body : scoringBody(given as Given, columnNames(signature));
    const contentType = same ? raw.contentType : "application/json";
    const reply = await send(deployment, variant, "/invocations", { method: "POST", body, contentType });
    checkStatus(reply, "message");
    const answer = jsonOf(reply);
    if (given === null) return { outputs: null, predictions: answer, body: reply.body };
    if (typeof answer !== "object" || answer === null || !("predictions" in answer))
      throw new InferenceFault(502, "The model's server answered with something that is no prediction");
    const { predictions } = answer;
    return { outputs: outputsOfPredictions(predictions), predictions, body: reply.body };
  };

  return {
    ask: (question) =>
      inTime(serverOf(question.variant).protocol === "oip" ? askOip(question) : askMlflow(question)),
    face: faceOf,
    async isReady(deployment, variant) {
      const path = serverOf(variant).protocol === "oip" ? `${modelPath(variant)}/ready` : "/ping";
      const asked = send(deployment, variant, path, { timeoutMs: readyMsMax });
      return asked.then(({ status }) => status === 200).catch(() => false);
    },
  };
}

function serverOf({ target }: PublishedVariant): Server {
  if (target.kind !== "server") throw new Error("not a server's variant");
  return target;
}

/** Too late is its own answer, whatever the way there calls it. */
async function inTime<Result>(asking: Promise<Result>): Promise<Result> {
  return asking.catch((error: unknown) => {
    if (error instanceof Error && error.message === "The other side did not answer in time")
      throw new InferenceFault(504, "The model's server did not answer in time", { cause: error });
    throw error;
  });
}

/** @throws InferenceFault */
function checkStatus(reply: Reply, field: "error" | "message"): void {
  const { status } = reply;
  if (status >= 200 && status < 300) return;
  let said = "";
  try {
    const body = jsonOf(reply) as Record<string, unknown>;
    said = typeof body[field] === "string" ? `: ${(body[field] as string).slice(0, 500)}` : "";
  } catch {
    // Whatever it is, it is no reason that could be told.
  }
  // Its word about the input is the caller's business; where it is missing or closed is the deployment's.
  if (status === 400 || status === 422)
    throw new InferenceFault(400, `The model's server refused the input${said}`);
  if (status === 503 || status === 429)
    throw new InferenceFault(503, `The model's server is busy or not ready${said}`, { retryAfterSeconds: 2 });
  throw new InferenceFault(502, `The model's server answered ${status}${said}`);
}

function jsonOf(reply: Reply): unknown {
  try {
    return readJson(reply.body.toString("utf8"), true);
  } catch (cause) {
    if (!(cause instanceof InputFault)) throw cause;
    throw new InferenceFault(502, "The model's server answered with something that is no JSON", { cause });
  }
}

/** Tensors as MLflow's scoring takes them: a table where the model was trained on columns. */
function scoringBody(given: Given, columns: readonly string[] | null): string {
  const table = given.table ?? (columns ? tableOf(given.tensors, columns) : null);
  if (table) return JSON.stringify({ dataframe_split: { columns: table.columns, data: table.rows } });
  const { tensors = [] } = given;
  const [first] = tensors;
  const inputs =
    tensors.length === 1 && first
      ? nest(first.values, first.shape)
      : Object.fromEntries(tensors.map(({ name, values, shape }) => [name, nest(values, shape)]));
  return JSON.stringify({ inputs });
}
