import { unavailable } from "@triops/kernel/errors";

export type ServerSentEvent = { event: string; data: string };

/** One event holds at most a whole answer. */
const eventCharsMax = 8_000_000;

/** Server-sent events as they come, whatever the cuts between chunks are. @throws unavailable for one without end */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = "";
  let event = "";
  let data: string[] = [];
  const lines = function* (text: string, last: boolean): Generator<string> {
    rest += text;
    const parts = rest.split("\n");
    rest = last ? "" : (parts.pop() ?? "");
    for (const part of parts) yield part.endsWith("\r") ? part.slice(0, -1) : part;
  };
  const take = (line: string): ServerSentEvent | null => {
    if (line === "") {
      const found = data.length > 0 ? { event, data: data.join("\n") } : null;
      event = "";
      data = [];
      return found;
    }
    if (line.startsWith("data:")) data.push(line.slice(line.startsWith("data: ") ? 6 : 5));
    else if (line.startsWith("event:")) event = line.slice(6).trim();
    return null;
  };
  for await (const chunk of chunks) {
    for (const line of lines(decoder.decode(chunk, { stream: true }), false)) {
      const found = take(line);
      if (found) yield found;
    }
    if (rest.length > eventCharsMax) throw unavailable("The gateway sent an event that is too large");
  }
  for (const line of [...lines(decoder.decode(), true), ""]) {
    const found = take(line);
    if (found) yield found;
  }
}
