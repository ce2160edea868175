import { isTriopsError, unavailable } from "@triops/kernel/errors";
import { keyedHash } from "@triops/kernel/secrets";
import { createEgress } from "@triops/providers/egress/request";
import { defineQuery } from "../verb.ts";
import { requireDeployment } from "./store.ts";
import { type TryRequest, tryAnswer, tryInput, tryPath } from "./try-schemas.ts";

/** A model may have to be loaded first. */
const waitMsMax = 15_000;

/**
 * Asks a deployment as any caller would: by its shares, with its checks, into its log of predictions.
 * @throws notFound, unavailable when the gateway does not answer
 */
export const tryOut = defineQuery({
  name: "deployments.try",
  // It makes a model work: not for people who only look.
  permission: "deployments:write",
  input: tryInput,
  output: tryAnswer,
  run: async ({ db, runtime, context }, { id, body }) => {
    const { name } = await requireDeployment(db, id);
    const { workspaceId, actor } = context;
    const request: TryRequest = { workspaceId, deployment: name, body, user: actor.name };
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
      if (reply.status !== 200) throw unavailable(`The gateway answered ${reply.status}`);
      return tryAnswer.parse(JSON.parse(reply.body.toString("utf8")));
    } catch (error) {
      if (isTriopsError(error) && error.code === "unavailable") throw error;
      throw unavailable("The gateway could not be asked", { cause: error });
    } finally {
      await egress.close();
    }
  },
});
