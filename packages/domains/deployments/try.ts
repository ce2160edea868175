import { isTriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { keyedHash } from "@triops/kernel/secrets";
import { createEgress } from "@triops/providers/egress/request";
import { defineQuery } from "../verb.ts";
import { requireDeployment } from "./store.ts";
import { type TryAnswer, type TryRequest, tryAnswer, tryInput, tryPath } from "./try-schemas.ts";

/** A model may have to be loaded first. */
const waitMsMax = 10_000;

/**
 * Asks a deployment as any caller would: by its shares, with its checks, into its log of predictions. A gateway that
 * does not answer is an answer too: it is what a caller would meet.
 */
export const tryOut = defineQuery({
  name: "deployments.try",
  // It makes a model work: not for people who only look.
  permission: "deployments:write",
  input: tryInput,
  output: tryAnswer,
  run: async ({ db, runtime, context }, { id, body }): Promise<TryAnswer> => {
    const { name } = await requireDeployment(db, id);
    const { workspaceId, actor } = context;
    const request: TryRequest = { workspaceId, deployment: name, body, user: actor.name };
    const away = (message: string): TryAnswer => ({
      status: 503,
      body: { message },
      role: null,
      version: null,
      requestId: newId(),
      latencyMs: 0,
    });
    // The operator's own address, never a person's input.
    const egress = createEgress({ allowedCidrs: ["0.0.0.0/0", "::/0"], allowedPorts: "any" });
    try {
      const reply = await egress.request({
        url: `${runtime.gatewayUrl}${tryPath}`,
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${keyedHash(runtime.secretKey, "gateway-internal", tryPath)}`,
        },
        body: JSON.stringify(request),
        timeoutMs: waitMsMax,
      });
      if (reply.status !== 200) return away(`The gateway answered ${reply.status}`);
      return tryAnswer.parse(JSON.parse(reply.body.toString("utf8")));
    } catch (error) {
      if (isTriopsError(error)) return away(error.message);
      throw error;
    } finally {
      await egress.close();
    }
  },
});
