"use client";
import { useQueryClient } from "@tanstack/react-query";
import { toast } from "@triops/ui/toast";
import { useCallback, useEffect, useRef, useState } from "react";
import { callApi } from "../../data/api.ts";
import { afterEvent, afterLoss, isGoing, type Results, waiting } from "./results.ts";
import { streamRuns } from "./run-stream.ts";

export type Runs = {
  results: Results;
  /** Runs these cells beside whatever runs already. */
  run(cells: readonly { key: string }[], sessionId: string | null): void;
  stop(keys: readonly string[]): void;
  clear(): void;
};

/** The results of a playground and the streams that fill them. Leaving the page stops what runs. */
export function useRuns(): Runs {
  const client = useQueryClient();
  const [results, setResults] = useState<Results>({});
  const latest = useRef(results);
  latest.current = results;
  const open = useRef(new Set<AbortController>());
  useEffect(
    () => () => {
      for (const stream of open.current) stream.abort();
    },
    [],
  );

  const run = useCallback(
    (cells: readonly { key: string }[], sessionId: string | null) => {
      const keys = cells.map(({ key }) => key);
      const stream = new AbortController();
      open.current.add(stream);
      setResults((now) => ({ ...now, ...Object.fromEntries(keys.map((key) => [key, waiting()])) }));
      void (async () => {
        let lost = "The connection broke off before the answer was complete";
        try {
          for await (const event of streamRuns({ sessionId, runs: cells }, stream.signal))
            setResults((now) => afterEvent(now, event));
        } catch (error) {
          if (stream.signal.aborted) return;
          lost = error instanceof Error ? error.message : lost;
          toast.error(lost);
        } finally {
          open.current.delete(stream);
          setResults((now) => afterLoss(now, keys, lost));
          void client.invalidateQueries({ queryKey: ["prompt-runs"] });
        }
      })();
    },
    [client],
  );

  const stop = useCallback((keys: readonly string[]) => {
    for (const key of keys) {
      const result = latest.current[key];
      if (!result?.id || !isGoing(result)) continue;
      callApi("POST", `/prompt-runs/${result.id}/stop`, { body: {} }).catch((error: Error) =>
        // It ended by itself meanwhile.
        error.message.includes("ended") ? undefined : toast.error(error.message),
      );
    }
  }, []);

  return { results, run, stop, clear: useCallback(() => setResults({}), []) };
}
