import { readLiveSequence } from "@triops/domains/live";
import { authorise } from "@triops/domains/permissions";
import type { Runtime } from "@triops/domains/runtime";
import { newId } from "@triops/kernel/ids";
import type { Authenticator } from "./authenticate.ts";
import { failed } from "./handle.ts";
import type { Listener, LiveHub } from "./live-hub.ts";

/** Messages that a slow reader may leave waiting before the stream is ended; it reconnects and looks again. */
const waitingMax = 256;

export type Parts = {
  runtime: Runtime;
  live: LiveHub;
  authenticator: Authenticator;
  heartbeatMs?: number | undefined;
};

/**
 * `GET /api/v1/events`: server-sent events that name what changed in the workspace. Every heartbeat checks the
 * caller again, so a stream does not outlive its session, key or membership.
 */
export async function answerEvents(
  request: Request,
  { runtime, live, authenticator, heartbeatMs = 15_000 }: Parts,
): Promise<Response> {
  const requestId = newId();
  try {
    const { context } = (await authenticator.callerOf(request, requestId)).caller;
    authorise(context.actor, "events:read");
    const stillMay = async () => {
      const { caller } = await authenticator.callerOf(request, requestId);
      authorise(caller.context.actor, "events:read");
      return caller.context.workspaceId === context.workspaceId;
    };
    const listen = (listener: Listener) => live.listen(context.workspaceId, listener);
    const greet = async () => {
      await live.listening(context.workspaceId);
      const sequence = await readLiveSequence(runtime, context.workspaceId);
      return sequence === null ? "" : `event: place\ndata: ${JSON.stringify({ sequence })}\n\n`;
    };
    return streamAnswer(openStream(request.signal, listen, { stillMay, heartbeatMs, greet }), requestId);
  } catch (error) {
    return failed(error, requestId, runtime.log);
  }
}

export const streamAnswer = (stream: ReadableStream<Uint8Array>, requestId: string): Response =>
  new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      "x-request-id": requestId,
    },
  });

type StreamOptions = {
  stillMay: () => Promise<boolean>;
  heartbeatMs: number;
  /** What is said once the listening has begun. */
  greet?: () => Promise<string>;
};

/** Server-sent events of whatever `listen` hears, until the reader leaves, `stillMay` says no or the source ends. */
export function openStream(
  signal: AbortSignal,
  listen: (listener: Listener) => () => void,
  { stillMay, heartbeatMs, greet }: StreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let ended = false;
        const end = () => {
          if (ended) return;
          ended = true;
          clearInterval(timer);
          leave();
          try {
            controller.close();
          } catch {
            // The reader closed it first.
          }
        };
        const send = (text: string) => {
          if (ended) return;
          if ((controller.desiredSize ?? 0) <= 0) return end();
          controller.enqueue(encoder.encode(text));
        };
        const beat = async () => {
          // A store that is away for a moment is no reason to end: only a clear no is.
          const may = await stillMay().catch((error: { code?: string }) => error.code === "unavailable");
          if (may) send(": still here\n\n");
          else end();
        };
        const timer = setInterval(() => void beat(), heartbeatMs);
        let leave = () => {};
        leave = listen({ message: (text) => send(`data: ${text}\n\n`), end });
        stop = end;
        signal.addEventListener("abort", end, { once: true });
        send("retry: 2000\n\n");
        // Without it the reader merely does not know what it missed before.
        greet?.().then(send, () => {});
      },
      cancel: () => stop(),
    },
    { highWaterMark: waitingMax },
  );
}
