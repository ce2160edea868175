"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { LiveMessage, LivePlace } from "@triops/domains/live-message";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { createLiveLog, type LiveLog, type Missed } from "./live-log.ts";

export type LiveState = "connecting" | "live" | "away";
const LiveContext = createContext<LiveState>("connecting");

/** Whether this tab hears of changes as they happen. */
export const useLiveState = (): LiveState => useContext(LiveContext);

const LogContext = createContext<LiveLog>(createLiveLog());

/** Several changes within this time cause one refetch. */
const gatherMs = 150;

/**
 * Listens to the workspace's changes and refetches what they concern. A message names nouns, never data, so
 * what is shown always came through the API and its checks.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  const [log] = useState(createLiveLog);
  useEffect(() => {
    const changed = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refetch = () => {
      timer = undefined;
      for (const noun of changed) void client.invalidateQueries({ queryKey: [noun] });
      changed.clear();
    };
    const source = new EventSource("/api/v1/events");
    source.onopen = () => setState("live");
    source.onerror = () => setState("away");
    source.addEventListener("place", (event) => {
      const place = JSON.parse(event.data) as LivePlace;
      askAgain(client, log.placed(place.sequence));
    });
    source.onmessage = (event) => {
      const message = JSON.parse(event.data) as LiveMessage;
      const nouns = nounsOf(message);
      log.heard(message.sequence, nouns);
      for (const noun of nouns) changed.add(noun);
      timer ??= setTimeout(refetch, gatherMs);
    };
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client, log]);
  return (
    <LogContext value={log}>
      <LiveContext value={state}>{children}</LiveContext>
    </LogContext>
  );
}

/** Stands beside data that came with the page: what changed since it was read is asked for again. */
export function LiveSince({ sequence }: { sequence: number | null }) {
  const client = useQueryClient();
  const log = useContext(LogContext);
  useEffect(() => askAgain(client, log.loaded(sequence)), [client, log, sequence]);
  return null;
}

function askAgain(client: QueryClient, missed: Missed): void {
  if (missed === "all") void client.invalidateQueries();
  else for (const noun of missed) void client.invalidateQueries({ queryKey: [noun] });
}

const nounsOf = ({ verb, subjects }: LiveMessage): string[] => [
  addressedAs(verb.split(".")[0] ?? ""),
  ...subjects.map(({ type }) => nounOf(type)),
];

/** Nouns whose address is a shorter word: what is kept here is kept by address. */
const addresses: Record<string, string> = {
  "llm-routes": "routes",
  "llm-providers": "providers",
  // A prompt is shown with its labels, whoever moved them.
  "prompt-labels": "prompts",
};
const addressedAs = (noun: string): string => addresses[noun] ?? noun;

/** Subjects are named in the singular, nouns in the plural. */
const nounOf = (type: string): string => addressedAs(type.endsWith("s") ? type : `${type}s`);
