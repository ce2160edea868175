import type { Context } from "@triops/kernel/context";
import { redisPrefix } from "@triops/kernel/redis";
import type { LiveMessage } from "./live-message.ts";
import type { Runtime } from "./runtime.ts";

export const liveChannel = (workspaceId: string): string => `${redisPrefix}:live:${workspaceId}`;

/** Subjects beyond this many are left out: a screen that shows a list refetches it anyway. */
const subjectsMax = 50;

/** Best effort: a lost message costs a screen its next refresh, never data. */
export function publishLive(
  runtime: Runtime,
  context: Context,
  verb: string,
  entries: readonly { subject: { type: string; id: string } }[],
): void {
  const message: LiveMessage = {
    verb,
    at: context.now.toISOString(),
    subjects: entries.slice(0, subjectsMax).map((entry) => entry.subject),
  };
  runtime.redis.publish(liveChannel(context.workspaceId), JSON.stringify(message)).catch((error) => {
    runtime.log.warn({ err: error, verb }, "live message not sent");
  });
}
