"use client";
import { useQueryClient } from "@tanstack/react-query";
import type { LiveMessage } from "@triops/domains/live-message";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

export type LiveState = "connecting" | "live" | "away";
const LiveContext = createContext<LiveState>("connecting");

/** Whether this tab hears of changes as they happen. */
export const useLiveState = (): LiveState => useContext(LiveContext);

/** Several changes within this time cause one refetch. */
const gatherMs = 150;

/**
 * Listens to the workspace's changes and refetches what they concern. A message names nouns, never data, so
 * what is shown always came through the API and its checks.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  useEffect(() => {
    const changed = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasAway = false;
    const refetch = () => {
      timer = undefined;
      for (const noun of changed) void client.invalidateQueries({ queryKey: [noun] });
      changed.clear();
    };
    const source = new EventSource("/api/v1/events");
    source.onopen = () => {
      setState("live");
      // What happened meanwhile was not heard.
      if (wasAway) void client.invalidateQueries();
      wasAway = false;
    };
    source.onerror = () => {
      wasAway = true;
      setState("away");
    };
    source.onmessage = (event) => {
      const message = JSON.parse(event.data) as LiveMessage;
      changed.add(addressedAs(message.verb.split(".")[0] ?? ""));
      for (const subject of message.subjects) changed.add(nounOf(subject.type));
      timer ??= setTimeout(refetch, gatherMs);
    };
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client]);
  return <LiveContext value={state}>{children}</LiveContext>;
}

/** Nouns whose address is a shorter word: what is kept here is kept by address. */
const addresses: Record<string, string> = { "llm-routes": "routes", "llm-providers": "providers" };
const addressedAs = (noun: string): string => addresses[noun] ?? noun;

/** Subjects are named in the singular, nouns in the plural. */
const nounOf = (type: string): string => addressedAs(type.endsWith("s") ? type : `${type}s`);
