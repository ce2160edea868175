import { scopeToWorkspace } from "@triops/database/scoped";
import { defineJob } from "@triops/jobs/define";
import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { z } from "zod";
import type { Subscription } from "../events.ts";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";
import { relayRef } from "./request.ts";

const batch = 200;

/** Services of event jobs: the register hands the subscriptions over, so this file knows no noun. */
export type EventServices = Runtime & { subscriptions: readonly Subscription[] };

/** Delivers what committed: oldest first, each subscriber by itself. Ticks for what a crash left behind. */
export const relayEvents = defineJob<Record<string, never>, EventServices>({
  ...relayRef,
  timeoutMs: 60_000,
  concurrency: 1,
  every: { seconds: 5 },
  run: async ({ services, signal, log }) => {
    for (;;) {
      const events = await services.database.outboxEvent.findMany({
        where: { deliveredAt: null },
        orderBy: { id: "asc" },
        take: batch,
      });
      for (const event of events) {
        if (signal.aborted) return;
        for (const subscription of services.subscriptions.filter((item) => item.event === event.type)) {
          try {
            await deliver(services, subscription, event);
          } catch (error) {
            log.warn(
              { err: error, event: event.type, subscriber: subscription.name },
              "delivery failed; will retry",
            );
            await services.queue.enqueue(redeliverEvent, {
              eventId: event.id,
              subscriber: subscription.name,
            });
          }
        }
        await services.database.outboxEvent.update({
          where: { id: event.id },
          data: { deliveredAt: services.clock.now() },
        });
      }
      if (events.length < batch) return;
    }
  },
});

/** A delivery that failed once, tried again by itself so that it holds up nobody else. */
export const redeliverEvent = defineJob<{ eventId: string; subscriber: string }, EventServices>({
  name: "outbox.redeliver",
  payload: z.object({ eventId: z.uuid(), subscriber: z.string() }),
  attempts: 8,
  backoff: { kind: "exponential", delayMs: 1_000 },
  timeoutMs: 30_000,
  concurrency: 2,
  run: async ({ payload, services }) => {
    const event = await services.database.outboxEvent.findUnique({ where: { id: payload.eventId } });
    const subscription = services.subscriptions.find((item) => item.name === payload.subscriber);
    if (!event || !subscription) return;
    await deliver(services, subscription, event);
  },
});

type StoredEvent = { id: string; workspaceId: string; type: string; payload: unknown };

async function deliver(
  services: EventServices,
  subscription: Subscription,
  event: StoredEvent,
): Promise<void> {
  const receipt = { eventId: event.id, subscriber: subscription.name };
  const scoped = scopeToWorkspace(services.database, event.workspaceId);
  if (await scoped.eventReceipt.findFirst({ where: receipt })) return;
  const context = systemContext(event.workspaceId, subscription.name, services.clock.now(), newId());
  await inTransaction({ context, runtime: services }, subscription.name, async (work) => {
    const { count } = await work.db.eventReceipt.createMany({
      data: [{ ...receipt, workspaceId: event.workspaceId }],
      skipDuplicates: true,
    });
    if (count > 0) await subscription.run(work, event.payload);
  });
}
