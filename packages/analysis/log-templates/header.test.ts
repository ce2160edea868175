import { describe, expect, it } from "vitest";
import { generate } from "./corpus/fill.testing.ts";
import { systems } from "./corpus/systems.testing.ts";
import { learnHeader, messageStart } from "./header.ts";

describe("headers are learned from the lines alone", () => {
  it.each(systems.map((system) => [system.name, system] as const))("%s", (_, system) => {
    const lines = generate({ ...system, messages: ["-marker-"] }, 50, 3).map((each) => each.line);
    const sample = generate(system, 300, 3).map((each) => each.line);
    const header = learnHeader(sample);
    expect(header.length).toBeGreaterThan(0);
    for (const line of lines) expect(line.slice(messageStart(header, line))).toBe("-marker-");
  });

  it("messages without a header keep every word", () => {
    expect(learnHeader(["user bob signed in", "cache is cold", "user eve signed in"])).toEqual([]);
    expect(learnHeader([])).toEqual([]);
  });

  it("a line without the header is read from its beginning", () => {
    const header = learnHeader([
      "2024-01-02 03:04:05 INFO a.B: started",
      "2024-01-02 03:04:06 WARN a.C: slow",
    ]);
    expect(messageStart(header, "\tat a.B.run(B.java:12)")).toBe(0);
  });
});
