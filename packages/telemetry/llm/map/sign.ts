import type { Labels } from "../../tables/series.ts";

/** Beginnings of the names that tell a span about models. `ai.` is the AI SDK's. */
const beginnings = ["gen_ai.", "llm.", "langfuse.", "openinference.", "traceloop.", "ai."];
const firstLetters = new Set([..."glota"].map((letter) => letter.charCodeAt(0)));

/**
 * Whether a span has to do with models. Asked of every span that comes in: one look at a letter for nearly all of the
 * attributes.
 */
export function isAboutModels(span: { attributes: Labels; events: readonly { name: string }[] }): boolean {
  for (const pair of span.attributes) {
    const name = pair[0];
    if (!firstLetters.has(name.charCodeAt(0))) continue;
    for (const beginning of beginnings) if (name.startsWith(beginning)) return true;
  }
  for (const event of span.events) if (event.name.startsWith("gen_ai.")) return true;
  return false;
}
