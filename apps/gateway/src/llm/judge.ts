import type { LlmPicture } from "../snapshot/llm.ts";
import { chooseRoute } from "./choose-route.ts";
import { CallFault } from "./fault.ts";
import { fieldsOf, listOf, textOf } from "./fields.ts";
import type { Pipeline } from "./pipeline.ts";
import type { AskRoute } from "./ports.ts";
import { newCall } from "./read-call.ts";
import type { Sink } from "./sink.ts";
import { parseWire } from "./wire-json.ts";

const retentionDays = 30;

/** A question of a guardrail to a route: through the whole pipeline, so that it is limited, priced and recorded. */
export function createAskRoute(picture: LlmPicture, pipeline: () => Pipeline): AskRoute {
  return async (workspaceId, name, messages, timeoutMs) => {
    const found = chooseRoute((one) => picture.routes.find(workspaceId, one), name, "chat", null);
    // A judge is not judged: its route's own checks of requests would ask again.
    const route = { ...found, guardrails: { request: [], response: [] } };
    const asker = {
      workspaceId,
      keyId: "",
      retentionDays,
      virtualKey: null,
      origin: "api",
      actorId: "guardrail",
    } as const;
    const call = newCall("chat", asker, {}, { model: name, messages, temperature: 0 });
    Object.assign(call, { routeId: route.id, logBodies: route.logBodies, service: "triops-guardrails" });
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeoutMs);
    let said = "";
    const sink: Sink = {
      gone: late.signal,
      answer(_status, _headers, body) {
        const [choice] = listOf(fieldsOf(parseWire(body)).choices);
        said = textOf(fieldsOf(fieldsOf(choice).message).content);
      },
      begin() {},
      write: () => undefined,
      end() {},
    };
    try {
      await pipeline().run(call, route, { cache: null, headers: {} }, sink);
      return said;
    } catch (error) {
      if (late.signal.aborted)
        throw new CallFault(504, "judge_late", `The judge did not answer within ${timeoutMs} ms`, {
          cause: error,
        });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}
