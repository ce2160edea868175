import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accuracyOf } from "./corpus/accuracy.ts";
import { generate } from "./corpus/fill.testing.ts";
import { moreSystems } from "./corpus/more-systems.testing.ts";
import { systems } from "./corpus/systems.testing.ts";
import { createMiner, currentId, type Miner, mine, primeHeader, templatesOf } from "./miner.ts";

const group = (miner: Miner, lines: readonly string[]): string[] =>
  lines.map((line) => mine(miner, "s", line)).map((id) => currentId(miner, "s", id));

describe("lines are grouped as people group them", () => {
  it.each([...systems, ...moreSystems].map((system) => [system.name, system] as const))(
    "%s, whatever the order",
    (_, system) => {
      for (const seed of [1, 2]) {
        const labelled = generate(system, 1_000, seed);
        const lines = labelled.map((each) => each.line);
        const miner = createMiner();
        primeHeader(miner, "s", lines);
        const { grouping } = accuracyOf(
          group(miner, lines),
          labelled.map((each) => each.group),
        );
        expect(grouping).toBeGreaterThanOrEqual(0.97);
      }
    },
  );

  it("lines that came before the header was known are grouped as if it had been", () => {
    for (const system of systems) {
      const labelled = generate(system, 1_000, 4);
      const found = group(
        createMiner(),
        labelled.map((each) => each.line),
      );
      const right = labelled.map((each) => each.group);
      expect(accuracyOf(found, right).grouping, system.name).toBeGreaterThanOrEqual(0.97);
    }
  });

  it("a few words in one place stay apart, many are a variable", () => {
    const states = ["started", "stopped", "paused"].map((state) => `service ledger was ${state} cleanly`);
    expect(new Set(group(createMiner(), states)).size).toBe(3);
    const names = "red blue green teal pink gold grey"
      .split(" ")
      .map((name) => `service ${name} was paused cleanly`);
    const miner = createMiner();
    expect(new Set(group(miner, names)).size).toBe(1);
    expect(templatesOf(miner, "s")).toMatchObject([{ text: "service <*> was paused cleanly", lines: 7 }]);
  });

  it("keys tell messages apart, however many there are", () => {
    const keys = [
      "host.name",
      "os.name",
      "os.arch",
      "user.home",
      "user.dir",
      "java.io.tmpdir",
      "java.class.path",
    ];
    const lines = keys.flatMap((key) => [`Server environment:${key}=/a/b`, `Server environment:${key}=/c/d`]);
    expect(new Set(group(createMiner(), lines)).size).toBe(keys.length);
  });

  it("gives the same line the same id in any process", () => {
    const lines = ["job 17 done", "job 18 done"];
    expect(group(createMiner(), lines)).toEqual(group(createMiner(), lines));
    expect(new Set(group(createMiner(), lines)).size).toBe(1);
  });

  it("keeps services apart", () => {
    const miner = createMiner();
    expect(mine(miner, "a", "job 1 done")).not.toBe(mine(miner, "b", "job 1 done"));
  });
});

describe("the miner", () => {
  it("never throws and always gives a standing id, whatever is sent", () => {
    const wild = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ maxLength: 80 }),
      fc
        .array(
          fc.constantFrom("{", '"', "'", "<", "10.0.0.1", ":", "::", "...", "-", "0x", "a=b", " ", "/"),
          {
            maxLength: 60,
          },
        )
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 60 }), (lines) => {
        const miner = createMiner({ templatesPerServiceMax: 10 });
        for (const id of group(miner, lines)) expect(id).toMatch(/^[0-9a-f]{16}$/);
      }),
      { numRuns: 200 },
    );
  });

  it("keeps no more templates, shapes and services than its limits", () => {
    const miner = createMiner({ templatesPerServiceMax: 50, shapesPerServiceMax: 80, servicesMax: 3 });
    for (let i = 0; i < 3_000; i++) {
      const word = `${"abcdefghij"[i % 10]}${i.toString(36).replace(/\d/g, "x")}q`;
      mine(miner, `s${i % 5}`, `${word} ${word}ing ${word}ed ${"!".repeat(i % 7)}`);
    }
    expect(miner.services.size).toBeLessThanOrEqual(3);
    for (const known of miner.services.values()) {
      expect(known.clusters).toBeLessThanOrEqual(50);
      expect([...known.buckets.values()].flat().length).toBe(known.clusters);
      expect(known.young.size).toBeLessThanOrEqual(80);
      expect(known.aliases.size).toBeLessThanOrEqual(200);
    }
  });
});
