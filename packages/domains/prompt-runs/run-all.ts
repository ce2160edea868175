import type { Caller } from "../runtime.ts";
import { begin } from "./begin.ts";
import { execute } from "./execute.ts";
import { parallelMax } from "./rules.ts";
import type { RunEvent } from "./schemas.ts";

type Running = {
  /** Ends everything: the reader has gone. */
  signal: AbortSignal;
  emit(event: RunEvent): void;
  /** Calls back with the id of each run that somebody stops. */
  onStop(listener: (id: string) => void): () => void;
};

/**
 * Runs every cell, a few at a time, and tells what happens as it happens. What was begun is ended whatever becomes of
 * the reader. @throws what `begin` throws, before anything was asked
 */
export async function runAll(caller: Caller, input: unknown): Promise<(running: Running) => Promise<void>> {
  const { data } = await begin.call(caller, input as never);
  return async ({ signal, emit, onStop }) => {
    const stops = new Map<string, AbortController>();
    const queue = data.flatMap((one) => {
      const { id, refusal, cell } = one;
      if (id === null) {
        emit({ kind: "refused", key: cell.key, message: refusal });
        return [];
      }
      stops.set(id, new AbortController());
      emit({ kind: "begun", key: cell.key, id });
      return [{ ...one, id }];
    });
    const leave = onStop((id) => stops.get(id)?.abort());
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const own = stops.get(next.id)?.signal;
        await execute(caller, next, own ? AbortSignal.any([signal, own]) : signal, emit);
      }
    };
    try {
      await Promise.all(Array.from({ length: parallelMax }, work));
    } finally {
      leave();
    }
  };
}
