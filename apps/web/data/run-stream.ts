import type { RunEvent } from "@triops/domains/prompt-runs/schemas";
import { ApiError } from "./api.ts";

type Refused = { error?: { code?: string; title?: string; detail?: string } };

/**
 * Runs cells through the gateway and hands on what comes, as it comes. Who aborts stops what is running.
 * @throws ApiError when nothing was begun
 */
export async function streamRuns(
  runs: readonly object[],
  onEvent: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const answer = await fetch("/api/v1/prompt-runs/stream", {
    method: "POST",
    signal,
    headers: { accept: "text/event-stream", "content-type": "application/json" },
    body: JSON.stringify({ runs }),
  });
  if (!answer.ok || answer.body === null) {
    const { error } = (await answer.json().catch(() => ({}))) as Refused;
    const message = error?.detail ?? error?.title ?? `The server answered ${answer.status}`;
    throw new ApiError(answer.status, error?.code ?? "unknown", message);
  }
  const fold = eventFolder(onEvent);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) fold(part.value);
}

/** Takes text however it is cut and calls with each whole message. */
export function eventFolder(onEvent: (event: RunEvent) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const messages = (rest + text).split("\n\n");
    rest = messages.pop() ?? "";
    for (const message of messages)
      for (const line of message.split("\n"))
        if (line.startsWith("data: ")) onEvent(JSON.parse(line.slice(6)) as RunEvent);
  };
}
