"use client";
import { useState } from "react";
import type { ExplorerQuery } from "./explorer-queries.ts";

type Draft = { text: string; of: string };

/**
 * Texts that are being written and have not run. A draft belongs to the text it was begun from: when that changes
 * (another link, the way back), the draft is gone.
 */
export function useDrafts(): {
  draftOf: (query: ExplorerQuery) => string;
  setDraft: (query: ExplorerQuery, text: string) => void;
} {
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  return {
    draftOf: ({ id, text }) => {
      const draft = drafts[id];
      return draft && draft.of === text ? draft.text : text;
    },
    setDraft: ({ id, text: of }, text) => setDrafts((before) => ({ ...before, [id]: { text, of } })),
  };
}
