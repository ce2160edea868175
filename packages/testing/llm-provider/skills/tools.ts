import { type Conversation, fieldsOf, lastUserText, type Tool, type ToolCall } from "../conversation.ts";
import { contentWords } from "./context.ts";
import { fill } from "./extract.ts";

/** Words that a tool and a question have in common. */
function affinity(tool: Tool, text: string): number {
  const own = contentWords(`${tool.name.replaceAll("_", " ")} ${tool.description}`);
  return [...contentWords(text)].filter((word) => own.has(word)).length;
}

/** "Paris and Rome" asks twice; at most this often. */
const callsMax = 4;

function places(text: string): string[] {
  const found =
    /\b(?:in|for|of)\s+(\p{Lu}[\p{L}-]+(?:(?:,\s*|\s+and\s+)\p{Lu}[\p{L}-]+)+)/u.exec(text)?.[1] ?? "";
  return found
    .split(/,\s*|\s+and\s+/)
    .filter(Boolean)
    .slice(0, callsMax);
}

/** The calls that a model would make: the tool that fits best, once, or once for each place that is named. */
export function toolCallsFor(conversation: Conversation): ToolCall[] {
  const { tools, toolChoice, turns } = conversation;
  if (tools.length === 0 || toolChoice === "none" || turns.at(-1)?.role === "tool") return [];
  const text = lastUserText(conversation);
  const ranked = tools.map((tool) => ({ tool, fit: affinity(tool, text) })).toSorted((a, b) => b.fit - a.fit);
  const named =
    typeof toolChoice === "object" ? tools.find((tool) => tool.name === toolChoice.name) : undefined;
  const best = ranked[0];
  const tool = named ?? (toolChoice === "required" || (best && best.fit > 0) ? best?.tool : undefined);
  if (!tool) return [];
  const each = conversation.parallelTools ? places(text) : [];
  const property = Object.keys(fieldsOf(tool.schema.properties)).find((name) =>
    /city|location|place/.test(name),
  );
  const call = (values: unknown): ToolCall => ({ name: tool.name, arguments: JSON.stringify(values) });
  const filled = fill(tool.schema, text);
  if (each.length < 2 || !property) return [call(filled)];
  return each.map((place) => call({ ...fieldsOf(filled), [property]: place }));
}
