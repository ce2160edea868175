import { jobFactory } from "@triops/jobs/define";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { deliver } from "./deliver.ts";
import { deliverJob } from "./job-refs.ts";

const define = jobFactory<Runtime>();

/** How long the log keeps a delivery. */
const keptMs = 30 * 86_400_000;
/** Longer than any wait between tries and the try itself: the queue lost it. */
const lostMs = 180_000;
const batch = 500;

export const send = define({
  ...deliverJob,
  timeoutMs: 30_000,
  concurrency: 8,
  run: async ({ payload, services }) => {
    await deliver(services, payload);
  },
});

/** Sends what a queue lost, and forgets what is old. */
export const tidy = define({
  name: "webhooks.tidy",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 60_000,
  dedupe: () => "tidy",
  every: { seconds: 60 },
  run: async ({ services: runtime }) => {
    const now = runtime.clock.now().getTime();
    const lost = await runtime.database.webhookDelivery.findMany({
      where: { state: "pending", updatedAt: { lt: new Date(now - lostMs) } },
      select: { id: true, workspaceId: true },
      take: batch,
    });
    for (const { id: deliveryId, workspaceId } of lost)
      await runtime.queue.enqueue(deliverJob, { deliveryId, workspaceId });
    await runtime.database.webhookDelivery.deleteMany({
      where: { createdAt: { lt: new Date(now - keptMs) } },
    });
  },
});
