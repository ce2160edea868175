import type { SseEvent } from "./ports.ts";

/** An event with the bytes it came in, so that what needs no change is passed on as it is. */
export type RawEvent = SseEvent & { raw: Buffer };

/** Of one event; a finished response with images in it may be this large. */
const eventBytesMax = 16 * 1024 * 1024;

const newline = 10;
const carriageReturn = 13;

/**
 * Cuts a stream of bytes into server-sent events (WHATWG HTML §9.2.6, lines ended by LF or CRLF). Comments and events
 * without data come too, with `data` empty: they keep connections alive.
 * @throws when an event does not end
 */
export function createSseSplitter(): { feed(chunk: Buffer): RawEvent[]; rest(): number } {
  let pending: Buffer | null = null;
  /** Up to where `pending` holds no end of an event. */
  let searched = 0;
  return {
    feed(chunk) {
      const bytes = pending === null ? chunk : Buffer.concat([pending, chunk]);
      const events: RawEvent[] = [];
      let start = 0;
      let lineStart = pending === null ? 0 : searched;
      for (let end = bytes.indexOf(newline, lineStart); end >= 0; end = bytes.indexOf(newline, lineStart)) {
        const isEmpty = end === lineStart || (end === lineStart + 1 && bytes[lineStart] === carriageReturn);
        lineStart = end + 1;
        if (!isEmpty) continue;
        const raw = bytes.subarray(start, lineStart);
        start = lineStart;
        events.push(read(raw));
      }
      pending = start === bytes.length ? null : bytes.subarray(start);
      searched = lineStart - start;
      if (pending !== null && pending.length > eventBytesMax)
        throw new Error("an event of the stream is too large");
      return events;
    },
    rest: () => pending?.length ?? 0,
  };
}

function read(raw: Buffer): RawEvent {
  const text = raw.toString("utf8");
  // By far the most: one line of data.
  if (text.startsWith("data: ") && text.indexOf("\n") >= text.length - 3)
    return { event: "", data: text.slice(6).trimEnd(), raw };
  let event = "";
  let data: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const value = line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    const field = line.slice(0, colon);
    if (field === "event") event = value;
    else if (field === "data") data = data === null ? value : `${data}\n${value}`;
  }
  return { event, data: data ?? "", raw };
}

export function sseText({ event, data }: SseEvent): string {
  const lines = data.includes("\n") ? data.replaceAll("\n", "\ndata: ") : data;
  return `${event === "" ? "" : `event: ${event}\n`}data: ${lines}\n\n`;
}
