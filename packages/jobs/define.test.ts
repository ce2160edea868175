import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AnyJob, backoffMs, defineJob, indexJobs, jobFactory } from "./define.ts";

type Services = { sent: string[] };
const define = jobFactory<Services>();
const send = define({
  name: "mail.send",
  payload: z.object({ to: z.string() }),
  dedupe: (payload) => payload.to,
  run: async ({ payload, services }) => {
    services.sent.push(payload.to);
  },
});

describe("defineJob", () => {
  it("fills in attempts, back-off, time limit and concurrency", () => {
    expect(send).toMatchObject({
      attempts: 5,
      backoff: { kind: "exponential", delayMs: 1_000 },
      timeoutMs: 60_000,
      concurrency: 1,
    });
  });

  it.each([
    ["a name without a noun", { name: "send" }],
    ["a name in capitals", { name: "Mail.Send" }],
    ["no attempts", { attempts: 0 }],
    ["half a second", { every: { seconds: 0.5 } }],
    [
      "a schedule for a payload that needs fields",
      { every: { seconds: 5 }, payload: z.object({ to: z.string() }) },
    ],
  ])("refuses %s", (_what, part) => {
    const base = { name: "mail.send", payload: z.object({}), run: async () => {} };
    expect(() => defineJob({ ...base, ...part } as never)).toThrow();
  });

  it("keeps registers free of payload types", () => {
    const jobs: AnyJob<Services>[] = [
      send,
      define({ name: "mail.sweep", payload: z.object({}), run: async () => {} }),
    ];
    expect([...indexJobs(jobs).keys()]).toEqual(["mail.send", "mail.sweep"]);
  });

  it("names the duplicate", () => {
    expect(() => indexJobs<Services>([send, send])).toThrow("Two jobs are named mail.send");
  });
});

describe("backoffMs", () => {
  it("doubles, spreads by at most half and stops growing at an hour", () => {
    const backoff = { kind: "exponential", delayMs: 1_000 } as const;
    expect([1, 2, 3, 30].map((attempt) => backoffMs(backoff, attempt, 0))).toEqual([
      1_000, 2_000, 4_000, 3_600_000,
    ]);
    expect(backoffMs(backoff, 1, 0.999)).toBeGreaterThanOrEqual(500);
  });

  it("stays the same when fixed", () => {
    expect(backoffMs({ kind: "fixed", delayMs: 700 }, 9, 0.5)).toBe(700);
  });
});
