import { type TryAnswer, tryRequest } from "@triops/domains/deployments/try-schemas";
import { newId } from "@triops/kernel/ids";
import { predictionsOf } from "@triops/providers/inference/answer";
import { InputFault } from "@triops/providers/inference/given";
import { readJson } from "@triops/providers/inference/read-json";
import type { Book } from "./book.ts";
import { InferenceFault } from "./fault.ts";
import { readScoring } from "./read-scoring.ts";
import { mlflowBody, say } from "./replies.ts";
import type { Server } from "./serve.ts";

export type TryParts = { book: Book; server: Server };

/** No key asks here: a person does. */
const noKey = "00000000-0000-0000-0000-000000000000";

/** One request as any caller's, in MLflow's forms: by the shares, with the checks, into the log. */
export async function tryOut({ book, server }: TryParts, given: unknown): Promise<TryAnswer> {
  const parsed = tryRequest.safeParse(given);
  if (!parsed.success) throw new InputFault("Not a trial");
  const { workspaceId, deployment: name, body, user } = parsed.data;
  const requestId = newId();
  const startedMs = performance.now();
  const latencyMs = () => Math.round((performance.now() - startedMs) * 100) / 100;
  const who = { keyId: noKey, requestId, service: "", user, header: () => undefined };
  try {
    const deployment = book.find(workspaceId, name);
    if (!deployment) throw new InferenceFault(404, `There is no deployment "${name}"`);
    const asked = readScoring("application/json", Buffer.from(body));
    const { variant, answered } = await server.serve(deployment, asked, who, null);
    const { body: theirs, outputs } = answered;
    const said = theirs
      ? readJson(theirs.toString("utf8"), true)
      : { predictions: predictionsOf(outputs ?? [], asked.asRecords) };
    return {
      status: 200,
      body: said,
      role: variant.role,
      version: variant.modelVersion,
      requestId,
      latencyMs: latencyMs(),
    };
  } catch (error) {
    const said = say(error);
    if (said.unexpected) throw error;
    return {
      status: said.status,
      body: mlflowBody(said),
      role: null,
      version: null,
      requestId,
      latencyMs: latencyMs(),
    };
  }
}
