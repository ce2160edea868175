import { openTail, tailRenewMs } from "@triops/domains/logs/tail";
import { authorise } from "@triops/domains/permissions";
import { newId } from "@triops/kernel/ids";
import { openStream, type Parts, streamAnswer } from "./events.ts";
import { failed } from "./handle.ts";
import type { Listener } from "./live-hub.ts";

/**
 * `GET /api/v1/logs/tail?q=…&columns=…`: server-sent events with records as they come in, each a `LogTailMessage`.
 * Every heartbeat checks the caller again and keeps the tail open at the gateways.
 */
export async function answerTail(
  request: Request,
  { runtime, live, authenticator, heartbeatMs = tailRenewMs }: Parts,
): Promise<Response> {
  const requestId = newId();
  try {
    const { caller } = await authenticator.callerOf(request, requestId);
    const query = new URL(request.url).searchParams;
    const columns = (query.get("columns") ?? "").split(",").filter(Boolean);
    const tail = await openTail(caller, { q: query.get("q") ?? "", columns });
    const stillMay = async () => {
      const again = (await authenticator.callerOf(request, requestId)).caller;
      authorise(again.context.actor, "logs:read");
      await tail.renew().catch((error) => runtime.log.warn({ err: error }, "tail not renewed"));
      return again.context.workspaceId === caller.context.workspaceId;
    };
    const listen = (listener: Listener) => {
      const leave = live.listenTo(tail.channel, listener);
      return () => {
        leave();
        tail.close().catch((error) => runtime.log.debug({ err: error }, "tail not closed"));
      };
    };
    return streamAnswer(openStream(request.signal, listen, { stillMay, heartbeatMs }), requestId);
  } catch (error) {
    return failed(error, requestId, runtime.log);
  }
}
