"use client";
import type { PaletteItem } from "@triops/ui/command-palette";
import { useEffect, useSyncExternalStore } from "react";

const NONE: readonly PaletteItem[] = [];
let sources: readonly (readonly PaletteItem[])[] = [];
let all: readonly PaletteItem[] = NONE;
const listeners = new Set<() => void>();

function replace(next: readonly (readonly PaletteItem[])[]): void {
  sources = next;
  all = next.flat();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers a page's actions in the palette while it is open. Keep the array stable (useMemo). */
export function useOfferActions(items: readonly PaletteItem[]): void {
  useEffect(() => {
    replace([...sources, items]);
    return () => replace(sources.filter((source) => source !== items));
  }, [items]);
}

/** What the open page offers. */
export function usePaletteActions(): readonly PaletteItem[] {
  return useSyncExternalStore(
    subscribe,
    () => all,
    () => NONE,
  );
}
