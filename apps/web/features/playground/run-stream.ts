import type { RunEvent } from "@triops/domains/prompt-runs/schemas";
import { ApiError } from "../../data/api.ts";

/** Asks for runs and gives what happens as it happens. @throws ApiError when nothing was begun */
export async function* streamRuns(body: unknown, signal: AbortSignal): AsyncGenerator<RunEvent> {
  const answer = await fetch("/api/v1/prompt-runs/stream", {
    method: "POST",
    signal,
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify(body),
  });
  if (!answer.ok || !answer.body) {
    const { error } = (await answer.json().catch(() => ({}))) as {
      error?: { code?: string; title?: string; detail?: string };
    };
    const message = error?.detail ?? error?.title ?? `The server answered ${answer.status}`;
    throw new ApiError(answer.status, error?.code ?? "unknown", message);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const messages = (rest + value).split("\n\n");
    rest = messages.pop() ?? "";
    for (const message of messages) {
      if (message.startsWith("data: ")) yield JSON.parse(message.slice(6)) as RunEvent;
    }
  }
}
