import type { PromptRun, RunEvent } from "@triops/domains/prompt-runs/schemas";

export type Call = { id: string; name: string; arguments: string; result: string | null };

/** What one cell shows. */
export type Result = {
  state: "waiting" | "running" | "done" | "failed" | "stopped" | "refused";
  /** Of the run; empty while it waits and where it never began. */
  id: string;
  text: string;
  calls: Call[];
  run: PromptRun | null;
  message: string;
};

export type Results = Readonly<Record<string, Result>>;

export const waiting = (): Result => ({
  state: "waiting",
  id: "",
  text: "",
  calls: [],
  run: null,
  message: "",
});

export const isGoing = (result: Result | undefined): boolean =>
  result?.state === "waiting" || result?.state === "running";

/** What the cells show after one more event. */
export function afterEvent(results: Results, event: RunEvent): Results {
  const before = results[event.key] ?? waiting();
  return { ...results, [event.key]: next(before, event) };
}

function next(before: Result, event: RunEvent): Result {
  switch (event.kind) {
    case "begun":
      return { ...before, state: "running", id: event.id };
    case "text":
      return { ...before, text: before.text + event.text };
    case "tool":
      return { ...before, calls: [...before.calls, event.call] };
    case "refused":
      return { ...before, state: "refused", message: event.message };
    case "ended": {
      const { run } = event;
      const state = run.state === "running" ? "done" : run.state;
      return {
        ...before,
        state,
        run,
        text: run.output,
        calls: run.toolCalls,
        message: run.errorMessage ?? "",
      };
    }
  }
}

/** Whatever still waits or runs when the stream is gone. */
export function afterLoss(results: Results, keys: readonly string[], message: string): Results {
  const lost = keys.filter((key) => isGoing(results[key]));
  if (lost.length === 0) return results;
  return {
    ...results,
    ...Object.fromEntries(
      lost.map((key) => [key, { ...(results[key] ?? waiting()), state: "failed" as const, message }]),
    ),
  };
}
