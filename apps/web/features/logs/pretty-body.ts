/** Longer bodies are shown as they came: setting them out would cost the reader a wait. */
const charsMax = 100_000;

/** A body that is a JSON object or list, set out over several lines; anything else as it is. */
export function prettyBody(body: string): string {
  const text = body.trim();
  const isJson = (text.startsWith("{") && text.endsWith("}")) || (text.startsWith("[") && text.endsWith("]"));
  if (!isJson || text.length > charsMax) return body;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return body;
  }
}
