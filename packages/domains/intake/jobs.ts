import { jobFactory } from "@triops/jobs/define";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import type { IntakeHandler } from "./define.ts";
import { drainIntake } from "./drain.ts";

const define = jobFactory<Runtime>();
const payload = z.object({});

/** Receipts outlive their entries by far: a stream entry is deleted right after its commit. */
const receiptsKeptMs = 7 * 24 * 3_600_000;

/** The register hands the handlers over, so that this noun knows none of the others. */
export function drainJob(handlers: readonly IntakeHandler[]) {
  const tries = new Map<string, number>();
  return define({
    name: "intake.drain",
    payload,
    attempts: 1,
    timeoutMs: 30_000,
    every: { seconds: 1 },
    run: async ({ services, signal, log }) => {
      // A kind that fails must not keep the others waiting.
      const ends = await Promise.allSettled(
        handlers.map((handler) => drainIntake(services, handler, tries, { signal, log })),
      );
      for (const end of ends) if (end.status === "rejected") throw end.reason;
    },
  });
}

export const forgetReceipts = define({
  name: "intake.forget-receipts",
  payload,
  attempts: 1,
  every: { seconds: 3_600 },
  run: async ({ services, now }) => {
    await services.database.eventReceipt.deleteMany({
      where: {
        subscriber: { startsWith: "intake." },
        createdAt: { lt: new Date(now.getTime() - receiptsKeptMs) },
      },
    });
  },
});
