"use client";
import { useSyncExternalStore } from "react";

const BEAT_MS = 10_000;

let nowMs = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, BEAT_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function read(): number {
  if (timer === undefined || nowMs === 0) {
    // Rounded, so that reading twice in one render gives one value.
    nowMs = Math.floor(Date.now() / 1000) * 1000;
  }
  return nowMs;
}

/** The present, moving every ten seconds; all readers share one timer. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read, read);
}
