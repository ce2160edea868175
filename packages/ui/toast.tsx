"use client";
import { lazy, Suspense, useEffect, useState } from "react";
import type { ToastEngine } from "./toaster-engine.tsx";

const Engine = lazy(() => import("./toaster-engine.tsx"));

const REST_MS = 1200;

let announce: (engine: ToastEngine) => void = () => {};
const ready = new Promise<ToastEngine>((resolve) => {
  announce = resolve;
});
let wake: () => void = () => {};

/** Place once, near the end of the body. What shows toasts is loaded at rest or with the first toast. */
export function Toaster() {
  const [awake, setAwake] = useState(false);
  useEffect(() => {
    wake = () => setAwake(true);
    const timer = setTimeout(wake, REST_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!awake) return null;
  return (
    <Suspense fallback={null}>
      <Engine onReady={announce} />
    </Suspense>
  );
}

type ToastOptions = {
  description?: string;
  /** For what can be undone: the button under the reader's hand instead of a question beforehand. */
  undo?: () => void;
  action?: { label: string; onSelect: () => void };
  /** Replaces the toast with the same id. */
  id?: string;
};

const WITH_BUTTON_MS = 8000;
const ERROR_MS = 10_000;

function options({ description, undo, action, id }: ToastOptions) {
  const button = undo ? { label: "Undo", onSelect: undo } : action;
  return {
    ...(description === undefined ? {} : { description }),
    ...(id === undefined ? {} : { id }),
    ...(button
      ? { action: { label: button.label, onClick: button.onSelect }, duration: WITH_BUTTON_MS }
      : {}),
  };
}

function withEngine(run: (engine: ToastEngine) => void): void {
  wake();
  void ready.then(run);
}

/** Short news about what the reader just did. Never the only place where an error is told. */
export const toast = {
  success: (title: string, extra: ToastOptions = {}) =>
    withEngine((engine) => void engine.success(title, options(extra))),
  error: (title: string, extra: ToastOptions = {}) =>
    withEngine((engine) => void engine.error(title, { duration: ERROR_MS, ...options(extra) })),
  info: (title: string, extra: ToastOptions = {}) =>
    withEngine((engine) => void engine.info(title, options(extra))),
  dismiss: (id?: string) => withEngine((engine) => void engine.dismiss(id)),
};
