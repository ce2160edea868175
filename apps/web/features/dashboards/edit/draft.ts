import { stableText } from "@triops/domains/dashboards/rules";
import type { DashboardModel } from "@triops/domains/dashboards/schemas";

/** A dashboard while it is changed: what it is now, what it was, and what was undone. */
export type Draft = {
  /** As it was loaded; version 0 has never been saved. */
  base: { version: number; model: DashboardModel };
  model: DashboardModel;
  past: readonly DashboardModel[];
  future: readonly DashboardModel[];
  /** Changes with the same name one after another are one step back: typing in a field. */
  lastKey: string;
};

export type DraftAction =
  | { kind: "change"; model: DashboardModel; key?: string }
  | { kind: "undo" }
  | { kind: "redo" }
  | { kind: "rebase"; base: Draft["base"] };

const stepsMax = 100;

export const startDraft = (base: Draft["base"], model = base.model): Draft => ({
  base,
  model,
  past: [],
  future: [],
  lastKey: "",
});

export function draftAfter(draft: Draft, action: DraftAction): Draft {
  switch (action.kind) {
    case "change": {
      if (stableText(action.model) === stableText(draft.model)) return draft;
      const key = action.key ?? "";
      const continues = key !== "" && key === draft.lastKey;
      return {
        ...draft,
        model: action.model,
        past: continues ? draft.past : [...draft.past.slice(-(stepsMax - 1)), draft.model],
        future: [],
        lastKey: key,
      };
    }
    case "undo": {
      const model = draft.past.at(-1);
      if (!model) return draft;
      return {
        ...draft,
        model,
        past: draft.past.slice(0, -1),
        future: [draft.model, ...draft.future],
        lastKey: "",
      };
    }
    case "redo": {
      const [model, ...future] = draft.future;
      if (!model) return draft;
      return { ...draft, model, past: [...draft.past, draft.model], future, lastKey: "" };
    }
    case "rebase":
      return { ...draft, base: action.base, lastKey: "" };
  }
}

export const isDirty = ({ base, model }: Draft): boolean =>
  base.version === 0
    ? model.sections.some((section) => section.panels.length > 0)
    : stableText(base.model) !== stableText(model);
