"use client";
import type { DashboardModel } from "@triops/domains/dashboards/schemas";
import { useEffect, useReducer } from "react";
import { type Draft, draftAfter, isDirty, startDraft } from "./draft.ts";

export type DraftControl = {
  draft: Draft;
  dirty: boolean;
  change(model: DashboardModel, key?: string): void;
  undo(): void;
  redo(): void;
  /** Somebody saved meanwhile: what is drafted shall follow that version. */
  rebase(base: Draft["base"]): void;
};

const keyOf = (id: string): string => `triops-dashboard-draft-${id}`;

/** What was not saved when the reader went elsewhere: kept by the tab until it is saved or discarded. */
export function storedDraft(id: string): Draft | null {
  try {
    const text = window.sessionStorage.getItem(keyOf(id));
    if (!text) return null;
    const { base, model } = JSON.parse(text) as Draft;
    return base?.model?.sections && model?.sections ? startDraft(base, model) : null;
  } catch {
    return null;
  }
}

export const forgetDraft = (id: string): void => window.sessionStorage.removeItem(keyOf(id));

export function useDraft(id: string, start: Draft["base"]): DraftControl {
  const [draft, dispatch] = useReducer(
    draftAfter,
    start,
    (base) => (typeof window === "undefined" ? null : storedDraft(id)) ?? startDraft(base),
  );
  const dirty = isDirty(draft);
  useEffect(() => {
    try {
      if (dirty)
        window.sessionStorage.setItem(keyOf(id), JSON.stringify({ base: draft.base, model: draft.model }));
      else forgetDraft(id);
    } catch {
      // A full or forbidden store: the guard below still asks.
    }
  }, [id, draft, dirty]);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
  return {
    draft,
    dirty,
    change: (model, key) => dispatch({ kind: "change", model, ...(key ? { key } : {}) }),
    undo: () => dispatch({ kind: "undo" }),
    redo: () => dispatch({ kind: "redo" }),
    rebase: (base) => dispatch({ kind: "rebase", base }),
  };
}
