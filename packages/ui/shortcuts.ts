"use client";
import { useEffect, useRef, useSyncExternalStore } from "react";

/** A key the page answers to. `keys`: "j", "g i" (one after the other), "mod+k" (⌘ or Ctrl), "shift+x", "?". */
export type Shortcut = { keys: string; label: string; group: string };
type Registered = Shortcut & { id: number; run: (event: KeyboardEvent) => void };

const SEQUENCE_WINDOW_MS = 900;

let registered: readonly Registered[] = [];
let nextId = 1;
let singleKeys = true;
let pending = "";
let pendingAtMs = 0;
const listeners = new Set<() => void>();

function changed() {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How one key press is written in `keys`. */
export function keyName(
  event: Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">,
): string {
  const key = event.key.toLowerCase();
  const parts: string[] = [];
  if (event.metaKey || event.ctrlKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  // Signs such as "?" already contain their shift.
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push("shift");
  parts.push(key === " " ? "space" : key);
  return parts.join("+");
}

/** True while the press belongs to something that takes text or owns the keyboard. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (!target?.closest) return false;
  if (target.closest("input, textarea, select, [contenteditable='true']")) return true;
  return target.closest("[role='dialog'], [role='menu'], [role='listbox']") !== null;
}

function handle(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  const name = keyName(event);
  const isChord = name.startsWith("mod+") || name.startsWith("alt+");
  // Only characters can be switched off: Escape and arrows cannot be typed by accident.
  const isCharacter = name.replace("shift+", "").length === 1;
  if (!isChord && (isTaken(event) || (isCharacter && !singleKeys))) return;
  const now = event.timeStamp;
  const sequence = pending !== "" && now - pendingAtMs < SEQUENCE_WINDOW_MS ? `${pending} ${name}` : name;
  pending = "";
  // The latest to register is the innermost layer and wins.
  const match =
    registered.findLast((entry) => entry.keys === sequence) ??
    registered.findLast((entry) => entry.keys === name);
  if (match) {
    event.preventDefault();
    match.run(event);
    return;
  }
  if (registered.some((entry) => entry.keys.startsWith(`${name} `))) {
    pending = name;
    pendingAtMs = now;
  }
}

function add(entry: Registered) {
  if (registered.length === 0) document.addEventListener("keydown", handle);
  registered = [...registered, entry];
  changed();
  return () => {
    registered = registered.filter((other) => other.id !== entry.id);
    if (registered.length === 0) document.removeEventListener("keydown", handle);
    changed();
  };
}

/** Answers to `shortcut.keys` while the component is mounted and `enabled`. Listed in the help under `group`. */
export function useShortcut(
  shortcut: Shortcut,
  run: (event: KeyboardEvent) => void,
  { enabled = true }: { enabled?: boolean } = {},
): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const { keys, label, group } = shortcut;
  useEffect(() => {
    if (!enabled) return;
    return add({ id: nextId++, keys, label, group, run: (event) => latest.current(event) });
  }, [keys, label, group, enabled]);
}

const NONE: readonly Registered[] = [];

/** Everything that answers now, for the help. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    subscribe,
    () => registered,
    () => NONE,
  );
}

/** Single-letter keys can be switched off (WCAG 2.1.4); chords with ⌘ or Ctrl stay. */
export function setSingleKeyShortcuts(on: boolean): void {
  singleKeys = on;
  changed();
}

export function useSingleKeyShortcuts(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => singleKeys,
    () => true,
  );
}
