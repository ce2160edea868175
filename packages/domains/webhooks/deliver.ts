import { scopeToWorkspace } from "@triops/database/scoped";
import type { Runtime } from "../runtime.ts";
import { deliverJob } from "./job-refs.ts";
import { triesMax, waitMs } from "./rules.ts";
import { sendOnce } from "./send.ts";
import { attemptsOf, type DeliveryRow } from "./store.ts";

/**
 * Sends a delivery that is pending, and decides what follows: done, given up, or another try after a wait. Two workers
 * never send the same try: the one whose update finds the row as it read it goes on. Null when there is nothing to do.
 */
export async function deliver(
  runtime: Runtime,
  { deliveryId, workspaceId }: { deliveryId: string; workspaceId: string },
): Promise<DeliveryRow | null> {
  const db = scopeToWorkspace(runtime.database, workspaceId);
  const seen = await db.webhookDelivery.findFirst({ where: { id: deliveryId, state: "pending" } });
  if (!seen) return null;
  const [taken] = await db.webhookDelivery.updateManyAndReturn({
    where: { id: deliveryId, state: "pending", updatedAt: seen.updatedAt },
    data: { state: "pending" },
  });
  const webhook = await db.webhook.findFirst({ where: { id: seen.webhookId } });
  if (!taken || !webhook) return null;
  const { attempt, outcome, retryAfterSeconds } = await sendOnce(runtime, webhook, deliveryId, taken.body);
  const attempts = [...attemptsOf(taken), attempt];
  const isLast = taken.kind === "test" || attempts.length >= triesMax;
  const state = outcome === "delivered" ? outcome : outcome === "again" && !isLast ? "pending" : "failed";
  const [after] = await db.webhookDelivery.updateManyAndReturn({
    where: { id: deliveryId },
    data: {
      state,
      attempts: attempts.map((one) => ({ ...one })),
      finishedAt: state === "pending" ? null : runtime.clock.now(),
    },
  });
  if (state === "pending") {
    const delayMs = waitMs(attempts.length, retryAfterSeconds);
    await runtime.queue.enqueue(deliverJob, { deliveryId, workspaceId }, { delayMs });
  }
  return after ?? null;
}
