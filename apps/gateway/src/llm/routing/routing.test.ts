import { describe, expect, it } from "vitest";
import { mayAsk, newBreaker, noteAsked, noteFailure, noteNothing, noteSuccess } from "./breaker.ts";
import { afterFailure, orderOf } from "./order.ts";

const target = (id: string, weight: number, tier = 0) => ({
  id,
  providerId: id,
  model: id,
  weight,
  tier,
  parameters: {},
});

/** Uniform and the same each time (mulberry32). */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe("the order of targets", () => {
  it("begins with each in proportion to its weight, and ends with the fallbacks in their order", () => {
    const targets = [target("b", 20), target("z", 100, 2), target("a", 80), target("y", 100, 1)];
    const random = seeded(7);
    const first: Record<string, number> = {};
    for (let n = 0; n < 10_000; n++) {
      const order = orderOf(targets, random).map(({ id }) => id);
      expect(order.slice(2)).toEqual(["y", "z"]);
      first[order[0] ?? ""] = (first[order[0] ?? ""] ?? 0) + 1;
    }
    expect(Math.abs((first.a ?? 0) - 8_000)).toBeLessThan(200);
    expect((first.a ?? 0) + (first.b ?? 0)).toBe(10_000);
  });

  it("asks a target without weight last of its tier", () => {
    const random = seeded(1);
    for (let n = 0; n < 100; n++)
      expect(orderOf([target("none", 0), target("all", 100)], random)[0]?.id).toBe("all");
  });
});

describe("after a failure", () => {
  const route = {
    retries: { attempts: 2, backoffMs: 100, backoffMsMax: 1_000 },
    fallbackOn: ["rate_limit", "server_error", "context_length"] as never[],
  };
  const after = (
    errorClass: string,
    tries: number,
    more: Partial<{ retryAfterMs: number; hasNext: boolean; leftMs: number }> = {},
  ) =>
    afterFailure(
      route,
      { errorClass, retryAfterMs: more.retryAfterMs ?? null },
      { tries, hasNext: more.hasNext ?? true, leftMs: more.leftMs ?? 60_000 },
      () => 0.5,
    );

  it("asks again with growing pauses, then the next", () => {
    expect([1, 2, 3].map((tries) => after("server_error", tries))).toEqual([
      { do: "retry", afterMs: 75 },
      { do: "retry", afterMs: 150 },
      { do: "next" },
    ]);
  });

  it("waits as long as the provider asks, unless that is longer than the route would", () => {
    expect(after("rate_limit", 1, { retryAfterMs: 900 })).toEqual({ do: "retry", afterMs: 900 });
    expect(after("rate_limit", 1, { retryAfterMs: 1_500 })).toEqual({ do: "next" });
    expect(after("rate_limit", 1, { retryAfterMs: 900, leftMs: 800 })).toEqual({ do: "next" });
  });

  it("never asks again what would fail again, and falls back only by the route's classes", () => {
    expect(after("context_length", 1)).toEqual({ do: "next" });
    expect(after("bad_request", 1)).toEqual({ do: "give_up" });
    expect(after("auth", 1)).toEqual({ do: "give_up" });
    expect(after("server_error", 3, { hasNext: false })).toEqual({ do: "give_up" });
  });
});

describe("a breaker", () => {
  const policy = { failures: 3, windowMs: 1_000, openMs: 5_000 };
  it("opens by failures within the window, lets one probe through, and closes by its success", () => {
    const breaker = newBreaker();
    expect([0, 900, 1_950].map((at) => noteFailure(breaker, policy, at))).toEqual([false, false, false]);
    expect(noteFailure(breaker, policy, 1_960)).toBe(false);
    expect(noteFailure(breaker, policy, 1_970)).toBe(true);
    expect(mayAsk(breaker, 6_969)).toBe(false);
    expect(mayAsk(breaker, 6_970)).toBe(true);
    noteAsked(breaker);
    expect(mayAsk(breaker, 6_971)).toBe(false);
    expect(noteFailure(breaker, policy, 7_000)).toBe(true);
    expect(mayAsk(breaker, 12_000)).toBe(true);
    noteAsked(breaker);
    expect(noteSuccess(breaker)).toBe(true);
    expect(mayAsk(breaker, 12_001)).toBe(true);
  });

  it("is not prolonged by calls that were under way, and a probe whose caller left is made again", () => {
    const breaker = newBreaker();
    for (const at of [1, 2, 3]) noteFailure(breaker, policy, at);
    expect(noteFailure(breaker, policy, 100)).toBe(false);
    expect(mayAsk(breaker, 5_003)).toBe(true);
    noteAsked(breaker);
    noteNothing(breaker);
    expect(mayAsk(breaker, 5_004)).toBe(true);
  });
});
