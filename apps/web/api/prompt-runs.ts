import { runAll, stopChannel } from "@triops/domains/prompt-runs/index";
import type { RunEvent } from "@triops/domains/prompt-runs/schemas";
import { newId } from "@triops/kernel/ids";
import { type Parts, streamAnswer } from "./events.ts";
import { failed } from "./handle.ts";
import { inputOf } from "./input.ts";

/** Text that a slow reader may leave waiting; then the stream ends and the runs with it. */
const waitingMax = 20_000;

/**
 * `POST /api/v1/prompt-runs/stream`: runs the cells of a playground and answers with server-sent events, each a
 * `RunEvent`. Who leaves stops what is running; every run that began is written down either way.
 */
export async function answerPromptRuns(
  request: Request,
  { runtime, live, authenticator, heartbeatMs = 10_000 }: Parts,
): Promise<Response> {
  const requestId = newId();
  try {
    const { caller } = await authenticator.callerOf(request, requestId);
    const run = await runAll(caller, await inputOf(request, {}));
    const gone = new AbortController();
    const leave = () => gone.abort();
    request.signal.addEventListener("abort", leave, { once: true });
    const onStop = (listener: (id: string) => void) =>
      live.listenTo(stopChannel(caller.context.workspaceId), { message: listener, end: () => {} });
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          const send = (text: string) => {
            if (gone.signal.aborted) return;
            if ((controller.desiredSize ?? 0) <= 0) return leave();
            controller.enqueue(encoder.encode(text));
          };
          const beat = setInterval(() => send(": still here\n\n"), heartbeatMs);
          const emit = (event: RunEvent) => send(`data: ${JSON.stringify(event)}\n\n`);
          run({ signal: gone.signal, emit, onStop })
            .catch((error) => runtime.log.error({ err: error, requestId }, "prompt runs broke off"))
            .finally(() => {
              clearInterval(beat);
              try {
                controller.close();
              } catch {
                // The reader closed it first.
              }
            });
        },
        cancel: leave,
      },
      { highWaterMark: waitingMax },
    );
    return streamAnswer(stream, requestId);
  } catch (error) {
    return failed(error, requestId, runtime.log);
  }
}
