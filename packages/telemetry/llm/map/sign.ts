import type { Labels } from "../../tables/series.ts";

/** Whether a name tells about models. `ai.` is the AI SDK's. One letter decides for nearly all names. */
function isModelName(name: string): boolean {
  switch (name.charCodeAt(0)) {
    case 0x67: // g
      return name.startsWith("gen_ai.");
    case 0x6c: // l
      return name.startsWith("llm.") || name.startsWith("langfuse.");
    case 0x6f: // o
      return name.startsWith("openinference.");
    case 0x74: // t
      return name.startsWith("traceloop.");
    case 0x61: // a
      return name.startsWith("ai.");
    default:
      return false;
  }
}

/** Whether a span has to do with models. Asked of every span that comes in: a tenth of a microsecond for most. */
export function isAboutModels(span: { attributes: Labels; events: readonly { name: string }[] }): boolean {
  for (const pair of span.attributes) if (isModelName(pair[0])) return true;
  for (const event of span.events) if (event.name.startsWith("gen_ai.")) return true;
  return false;
}
