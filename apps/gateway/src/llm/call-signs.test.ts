import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClientLags } from "../ingest/client-lags.ts";
import { contentSign } from "./answered.ts";
import { addressSign, addressText, likenessSign, secondsOfEnd } from "./call-signs.ts";

describe("an address", () => {
  it.each([
    ["127.0.0.1", "4318", "127.0.0.1:4318"],
    ["Triops.Example.com", "443", "triops.example.com"],
    ["triops.example.com:443", "", "triops.example.com"],
    ["::1", "4318", "[::1]:4318"],
    ["[::1]:4318", "", "[::1]:4318"],
    ["", "4318", ""],
  ])("%s %s is %s", (host, port, text) => {
    expect(addressText(host, port)).toBe(text);
  });
});

describe("where a call may have ended", () => {
  it("is found for a clock that is off by any time, from when its spans come in", () => {
    const offMs = fc.integer({ min: -3_600_000, max: 3_600_000 });
    // A batch waits up to five seconds; the client's next ones show how little it can be.
    const waits = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(offMs, waits, fc.integer({ min: 0, max: 10_000_000 }), (off, waited, endedMs) => {
        const lags = createClientLags();
        for (const waitMs of waited) lags.heard("client", endedMs + off, endedMs + waitMs);
        const seconds = secondsOfEnd(endedMs + off, lags.least("client"));
        expect(seconds).toContain(Math.floor(endedMs / 1_000));
        expect(seconds.length).toBeLessThanOrEqual(10);
      }),
    );
  });

  it("forgets a clock that was set right, after twenty minutes", () => {
    const lags = createClientLags();
    lags.heard("client", 60_000, 0);
    expect(lags.least("client")).toBe(-60_000);
    for (const nowMs of [700_000, 1_400_000]) lags.heard("client", nowMs - 1_000, nowMs);
    expect(lags.least("client")).toBe(1_000);
    expect(lags.least("nobody")).toBeNull();
  });
});

const call = fc.record({
  address: fc.constantFrom("gateway:4318", "api.openai.com", "localhost:11434"),
  model: fc.constantFrom("small", "large"),
  inputTokens: fc.integer({ min: 1, max: 5 }),
  outputTokens: fc.integer({ min: 1, max: 5 }),
  text: fc.constantFrom("yes", "no", "It left the depot."),
  endedMs: fc.integer({ min: 0, max: 600_000 }),
});

describe("two different calls are never one", () => {
  it("embeddings that were sent elsewhere have no sign of those that came here", () => {
    fc.assert(
      fc.property(call, call, (ours, theirs) => {
        fc.pre(theirs.address !== ours.address);
        expect(addressSign(theirs.address, theirs)).not.toBe(addressSign(ours.address, ours));
      }),
    );
  });

  it("answers in other words, with other tokens, or in other seconds share no sign, whatever the clock", () => {
    const lag = fc.option(fc.integer({ min: -60_000, max: 60_000 }));
    fc.assert(
      fc.property(call, call, lag, (ours, theirs, leastLagMs) => {
        const seconds = secondsOfEnd(theirs.endedMs, leastLagMs);
        const second = Math.floor(ours.endedMs / 1_000);
        const isTwin =
          ours.text === theirs.text &&
          ours.inputTokens === theirs.inputTokens &&
          ours.outputTokens === theirs.outputTokens &&
          seconds.includes(second);
        const sign = (one: typeof ours, at: number) =>
          contentSign({ input: one.inputTokens, output: one.outputTokens }, one.text, at);
        const shared = seconds.some((at) => sign(theirs, at) === sign(ours, second));
        expect(shared).toBe(isTwin);
      }),
    );
  });

  it("likeness is no address and no answer: it can only mark", () => {
    fc.assert(
      fc.property(call, (one) => {
        const second = Math.floor(one.endedMs / 1_000);
        const like = likenessSign(one, second);
        expect(like).not.toBe(addressSign(one.address, one));
        expect(like).not.toBe(contentSign({ input: one.inputTokens, output: 1 }, one.text, second));
      }),
    );
  });
});
