"use client";
import { useSyncExternalStore } from "react";

/** Tailwind's `sm`. */
const PHONE = "(max-width: 639.98px)";

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(PHONE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** "unknown" on the server and during hydration: render both and let CSS choose; then only what is needed. */
export function useWindowKind(): "unknown" | "phone" | "wide" {
  return useSyncExternalStore(
    subscribe,
    () => (window.matchMedia(PHONE).matches ? "phone" : "wide"),
    () => "unknown",
  );
}
