import type { PromptVersion } from "@triops/domains/prompts/schemas";

/** What stands in an editor: a version on its way. Items carry keys of their own, for lists that are reordered. */
export type Message = { key: string; role: string; content: string };
export type PlaceholderItem = { key: string; placeholder: string };
export type Item = Message | PlaceholderItem;
export type Fields = Record<string, unknown>;
export type Draft = {
  type: "text" | "chat";
  text: string;
  items: Item[];
  /** JSON Schema as declared; null takes what the template says. */
  variables: Fields | null;
  config: Fields;
};

export type Template = PromptVersion["template"];

export const roles = ["system", "user", "assistant", "developer"] as const;

let count = 0;
/** Unique within the tab. */
export const newKey = (): string => `k${++count}`;

export const isMessage = (item: Item): item is Message => "role" in item;

export const emptyDraft = (type: Draft["type"] = "chat"): Draft => ({
  type,
  text: "",
  items: [
    { key: newKey(), role: "system", content: "" },
    { key: newKey(), role: "user", content: "" },
  ],
  variables: null,
  config: {},
});

type Said = Pick<PromptVersion, "type" | "template" | "declaredVariables" | "config">;

export function draftOf({ type, template, declaredVariables, config }: Said): Draft {
  return {
    type,
    text: typeof template === "string" ? template : "",
    items: itemsOf(template),
    variables: declaredVariables,
    config,
  };
}

export const itemsOf = (template: Template): Item[] =>
  typeof template === "string"
    ? []
    : template.map((item) =>
        "role" in item
          ? { key: newKey(), role: item.role, content: item.content }
          : { key: newKey(), placeholder: item.name },
      );

export const templateOf = ({ type, text, items }: Pick<Draft, "type" | "text" | "items">): Template =>
  type === "text"
    ? text
    : items.map((item) =>
        isMessage(item)
          ? { role: item.role, content: item.content }
          : { type: "placeholder" as const, name: item.placeholder },
      );

/** Whether the draft says something else than the version it began with. */
export function isEdited(draft: Draft, version: Said): boolean {
  return (
    JSON.stringify([templateOf(draft), draft.variables, draft.config]) !==
    JSON.stringify([version.template, version.declaredVariables, version.config])
  );
}

export const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined && to >= 0 && to <= next.length) next.splice(to, 0, taken);
  return next.length === list.length ? next : [...list];
};
