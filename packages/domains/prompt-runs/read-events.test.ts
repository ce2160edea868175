import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvents, type ServerSentEvent } from "./read-events.ts";

async function* inPieces(bytes: Uint8Array, cuts: readonly number[]) {
  let at = 0;
  for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
    if (cut > at) yield bytes.slice(at, cut);
    at = Math.max(at, cut);
  }
}

async function all(bytes: Uint8Array, cuts: readonly number[]): Promise<ServerSentEvent[]> {
  const found: ServerSentEvent[] = [];
  for await (const event of readEvents(inPieces(bytes, cuts))) found.push(event);
  return found;
}

const text = ': hello\n\ndata: {"a":"é"}\r\n\r\nevent: triops\ndata: one\ndata: two\n\ndata:[DONE]\n\n';

describe("readEvents", () => {
  it("reads the same events wherever the chunks are cut", async () => {
    const bytes = new TextEncoder().encode(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: bytes.length })), async (cuts) => {
        expect(await all(bytes, cuts)).toEqual([
          { event: "", data: '{"a":"é"}' },
          { event: "triops", data: "one\ntwo" },
          { event: "", data: "[DONE]" },
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it("gives the last event even when the stream ends without an empty line", async () => {
    expect(await all(new TextEncoder().encode("data: half"), [])).toEqual([{ event: "", data: "half" }]);
  });
});
