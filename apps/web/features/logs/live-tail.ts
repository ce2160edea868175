"use client";
import type { LogLine, LogTailMessage } from "@triops/domains/logs/schemas";
import { useEffect, useRef, useState } from "react";
import { queryText } from "../../data/api.ts";

/** Lines kept of a tail: what was before them is in the store, a search away. */
const linesMax = 2_000;

export type LiveTail = {
  state: "off" | "connecting" | "live" | "away";
  /** Newest first. */
  lines: readonly LogLine[];
  /** Lines that fitted but were not sent, because more came than anybody can read. */
  skipped: number;
};

const off: LiveTail = { state: "off", lines: [], skipped: 0 };

/** Lines as they come in, from the ingest stream. What came before it was opened is not in it. */
export function useLiveTail(enabled: boolean, q: string, columns: readonly string[]): LiveTail {
  const [tail, setTail] = useState<LiveTail>(enabled ? { ...off, state: "connecting" } : off);
  const address = `/api/v1/logs/tail${queryText({ q, columns: columns.join(",") })}`;
  const followed = useRef(address);
  useEffect(() => {
    // What came stays when somebody pauses; another question begins without it.
    const isSame = followed.current === address;
    followed.current = address;
    if (!enabled) {
      setTail((before) => (isSame ? { ...before, state: "off" } : off));
      return;
    }
    setTail({ ...off, state: "connecting" });
    const source = new EventSource(address);
    source.onopen = () => setTail((before) => ({ ...before, state: "live" }));
    source.onerror = () => setTail((before) => ({ ...before, state: "away" }));
    source.onmessage = (event) => {
      const { lines, skipped } = JSON.parse(event.data) as LogTailMessage;
      setTail((before) => ({
        state: "live",
        lines: newestFirst(lines, before.lines).slice(0, linesMax),
        skipped: before.skipped + skipped,
      }));
    };
    return () => source.close();
  }, [enabled, address]);
  return tail;
}

/** Joins what came now with what is there; a batch that is sent twice counts once. */
export function newestFirst(came: readonly LogLine[], there: readonly LogLine[]): LogLine[] {
  const known = new Set(there.map((line) => line.id));
  const fresh = came.filter((line) => !known.has(line.id));
  return [...fresh, ...there].sort((a, b) => (nanoseconds(a) < nanoseconds(b) ? 1 : -1));
}

/** An id begins with its time; since 2001 all have as many digits, so text sorts as numbers do. */
const nanoseconds = (line: LogLine): string => line.id.slice(0, line.id.indexOf("-"));
