import { describe, expect, it } from "vitest";
import { generate } from "./corpus/fill.testing.ts";
import { systems } from "./corpus/systems.testing.ts";
import { adopt, takeNews } from "./exchange.ts";
import { createMiner, currentId, mine, templatesOf } from "./miner.ts";

const texts = (miner: ReturnType<typeof createMiner>) =>
  templatesOf(miner, "s")
    .map(({ id, text }) => `${id} ${text}`)
    .sort();

describe("what miners tell each other", () => {
  it("lets a new life go on where the last one ended: no template is new after a restart", () => {
    for (const system of systems) {
      const lines = generate(system, 600, 5).map((each) => each.line);
      const before = createMiner();
      for (const line of lines) mine(before, "s", line);
      const after = createMiner();
      adopt(after, takeNews(before, 1_000));
      expect(texts(after)).toEqual(texts(before));
      for (const line of lines.slice(300)) {
        const [old, now] = [currentId(before, "s", mine(before, "s", line)), mine(after, "s", line)];
        expect(currentId(after, "s", now)).toBe(currentId(before, "s", old));
      }
    }
  });

  it("brings two that learned apart to one id for one message", () => {
    const [a, b] = [createMiner(), createMiner()];
    for (const user of ["ann", "bob", "cyd"]) mine(a, "s", `user ${user} signed in`);
    for (const user of ["dan", "eve", "fay"]) mine(b, "s", `user ${user} signed in`);
    mine(b, "s", "cache is cold");
    const fromA = takeNews(a, 1_000);
    const fromB = takeNews(b, 2_000);
    adopt(a, fromB);
    adopt(b, fromA);
    adopt(a, takeNews(b, 3_000));
    adopt(b, takeNews(a, 3_000));
    expect(texts(a)).toEqual(texts(b));
    expect(mine(a, "s", "user gus signed in")).toBe(mine(b, "s", "user gus signed in"));
    expect(templatesOf(a, "s").map((each) => each.text)).toContain("cache is cold");
  });

  it("tells only what changed, and dates a template once", () => {
    const miner = createMiner();
    mine(miner, "s", "job 17 done");
    const [first] = takeNews(miner, 1_000);
    expect(first).toMatchObject({ text: "job <num> done", firstMs: 1_000, mergedInto: "" });
    mine(miner, "s", "job 18 done");
    expect(takeNews(miner, 2_000)).toEqual([]);
    expect(takeNews(miner, 2_000, true)).toEqual([first]);
  });

  it("does without what it cannot read", () => {
    const miner = createMiner();
    const odd = { service: "s", text: "", mergedInto: "", firstMs: 1 };
    adopt(miner, [
      { ...odd, id: "a", state: "{" },
      { ...odd, id: "b", state: '[["x"],"11","0"]' },
      { ...odd, id: "", state: '["nonsense"]' },
      { ...odd, id: "c", state: "", mergedInto: "c" },
    ]);
    expect(templatesOf(miner, "s")).toEqual([]);
    expect(currentId(miner, "s", "zz")).toBe("zz");
    expect(currentId(miner, "s", "c")).toBe("c");
  });
});
