import type { RunEvent } from "@triops/domains/prompt-runs/schemas";
import { expect, it } from "vitest";
import { eventFolder } from "./run-stream.ts";

it("gives each message once, wherever the text is cut, and leaves out heartbeats", () => {
  const sent: RunEvent[] = [
    { kind: "begun", key: "1", id: "a" },
    { kind: "text", key: "1", text: "two\nlines: data: no" },
    { kind: "refused", key: "2", message: "No" },
  ];
  const wire = `: still here\n\n${sent.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("")}`;
  for (const size of [1, 7, wire.length]) {
    const got: RunEvent[] = [];
    const fold = eventFolder((event) => got.push(event));
    for (let at = 0; at < wire.length; at += size) fold(wire.slice(at, at + size));
    expect(got).toEqual(sent);
  }
});
