import { IngestFault } from "../ingest/fault.ts";

/** One prediction or label as it was sent, and where: line of NDJSON or place in the list, from 1. */
export type Item = { line: number; value: unknown };
/** Why one was not taken. */
export type ItemFault = { line: number; id: string | null; message: string };

export type Items = { items: Item[]; faults: ItemFault[] };

/** Of one request. */
export const itemsMax = 10_000;

/** Nothing in an item needs to be nested deeper. */
const depthMax = 64;

export type BodyType = "json" | "ndjson";

export function bodyTypeOf(contentType: string | undefined): BodyType | null {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json") return "json";
  return ["application/x-ndjson", "application/ndjson", "application/jsonl"].includes(type) ? "ndjson" : null;
}

/** One object, a list of them, or one a line. A line that is no JSON is the fault of that line only. @throws IngestFault 400 */
export function readItems(body: Buffer, type: BodyType): Items {
  const text = textOf(body);
  if (depthOf(text) > depthMax) throw new IngestFault(400, `JSON nested deeper than ${depthMax} levels`);
  if (type === "json") {
    let value: unknown;
    try {
      // allow(request-json): depth is counted above, items below; its limit of elements is too low for a batch.
      value = JSON.parse(text);
    } catch {
      throw new IngestFault(400, "The body is not JSON; for one object a line send application/x-ndjson");
    }
    const list = Array.isArray(value) ? value : [value];
    if (list.length > itemsMax) throw tooMany();
    return { items: list.map((one, at) => ({ line: at + 1, value: one })), faults: [] };
  }
  const items: Item[] = [];
  const faults: ItemFault[] = [];
  let line = 0;
  for (const part of text.split("\n")) {
    line++;
    if (part.trim() === "") continue;
    if (items.length + faults.length >= itemsMax) throw tooMany();
    try {
      // allow(request-json): as above; a call per value would make a batch five times as dear.
      items.push({ line, value: JSON.parse(part) });
    } catch {
      faults.push({ line, id: null, message: "Not JSON" });
    }
  }
  return { items, faults };
}

const tooMany = () => new IngestFault(413, `One request carries at most ${itemsMax} items`);

/** @throws IngestFault 400 */
function textOf(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new IngestFault(400, "The body is not UTF-8");
  }
}

/** Before anything recurses into it. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inText) {
      if (c === 92) i++;
      else if (c === 34) inText = false;
    } else if (c === 34) inText = true;
    else if (c === 123 || c === 91) deepest = Math.max(deepest, ++depth);
    else if (c === 125 || c === 93) depth--;
  }
  return deepest;
}
