/** What a version says: one text, or messages among which placeholders stand for lists of messages. */
export type ChatMessage = { role: string; content: string };
export type Placeholder = { type: "placeholder"; name: string };
export type ChatItem = ChatMessage | Placeholder;
export type Template = string | ChatItem[];
export type PromptType = "text" | "chat";

export const isPlaceholder = (item: ChatItem): item is Placeholder =>
  "type" in item && item.type === "placeholder";

/** Every text of a template in which variables and other prompts may stand. */
export const textsOf = (template: Template): string[] =>
  typeof template === "string"
    ? [template]
    : template.flatMap((item) => (isPlaceholder(item) ? [] : [item.content]));

export const mapTexts = (template: Template, change: (text: string) => string): Template =>
  typeof template === "string"
    ? change(template)
    : template.map((item) => (isPlaceholder(item) ? item : { ...item, content: change(item.content) }));

export const placeholdersOf = (template: Template): string[] =>
  typeof template === "string"
    ? []
    : [...new Set(template.flatMap((item) => (isPlaceholder(item) ? [item.name] : [])))];

export const charsOf = (template: Template): number =>
  textsOf(template).reduce((sum, text) => sum + text.length, 0);
