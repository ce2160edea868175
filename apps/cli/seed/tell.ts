import { subscriptions } from "@triops/domains/register";
import type { Caller } from "@triops/domains/runtime";
import { inTransaction, type Work } from "@triops/domains/work";
import { systemContext } from "@triops/kernel/context";

/**
 * Something happened at an instant of the past, and whatever reacts to it did so at once: the reactions of the
 * register run in the same transaction, so that their times are those of the story and not of the seed.
 */
export async function tell(caller: Caller, step: (work: Work) => Promise<unknown>): Promise<void> {
  await inTransaction(caller, "demonstration.seed", async (work) => {
    const events: { name: string; payload: unknown }[] = [];
    const { context } = work;
    const heard: Work = { ...work, emit: (event, payload) => events.push({ name: event.name, payload }) };
    await step(heard);
    const byTriops = systemContext(context.workspaceId, "Triops", context.now, context.requestId);
    for (let at = 0; at < events.length; at++) {
      const event = events[at];
      for (const reaction of subscriptions.filter((one) => one.event === event?.name))
        await reaction.run({ ...heard, context: byTriops }, event?.payload);
    }
  });
}
