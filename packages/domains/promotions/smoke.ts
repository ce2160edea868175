import { isTriopsError } from "@triops/kernel/errors";
import { keyedHash } from "@triops/kernel/secrets";
import { createEgress } from "@triops/providers/egress/request";
import type { Runtime } from "../runtime.ts";
import type { Smoke } from "./judge.ts";
import { type SmokeRequest, smokeAnswer, smokePath } from "./smoke-schemas.ts";

/** A trial may load a large model first. */
const waitMsMax = 10_000;

/**
 * Runs the version's own input example through the gateway's runner, where hostile files are expected. Whatever keeps
 * it from running is said, and is no verdict about the version.
 */
export async function trySmoke(runtime: Runtime, request: SmokeRequest): Promise<Smoke> {
  const notRun = (detail: string): Smoke => ({ state: "not_run", detail, evidence: {} });
  const url = `${runtime.gatewayUrl}${smokePath}`;
  // The operator's own address, never a person's input.
  const egress = createEgress({ allowedCidrs: ["0.0.0.0/0", "::/0"], allowedPorts: "any" });
  try {
    const reply = await egress.request({
      url,
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${keyedHash(runtime.secretKey, "gateway-internal", smokePath)}`,
      },
      body: JSON.stringify(request),
      timeoutMs: waitMsMax,
    });
    if (reply.status === 404) return notRun("This gateway has no runner for models");
    if (reply.status !== 200) return notRun(`The gateway answered ${reply.status}`);
    const answer = smokeAnswer.safeParse(JSON.parse(reply.body.toString("utf8")));
    return answer.success ? answer.data : notRun("The gateway's answer was not understood");
  } catch (error) {
    return notRun(isTriopsError(error) ? error.message : "The gateway could not be asked");
  } finally {
    await egress.close();
  }
}
