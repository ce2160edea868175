import type { Context } from "@triops/kernel/context";
import { redisPrefix } from "@triops/kernel/redis";
import type { LiveMessage } from "./live-message.ts";
import type { Runtime } from "./runtime.ts";

export const liveChannel = (workspaceId: string): string => `${redisPrefix}:live:${workspaceId}`;
const sequenceKey = (workspaceId: string): string => `${redisPrefix}:live-sequence:${workspaceId}`;

/** Subjects beyond this many are left out: a screen that shows a list refetches it anyway. */
const subjectsMax = 50;

/** Numbers the message and sends it, in one step: whoever knows a number knows what came after it. */
const script = `
local sequence = redis.call('INCR', KEYS[1])
redis.call('PUBLISH', ARGV[1], '{"sequence":' .. string.format('%.0f', sequence) .. ',' .. ARGV[2])
return sequence`;

/** Best effort: a lost message costs a screen its next refresh, never data. */
export function publishLive(
  runtime: Runtime,
  context: Context,
  verb: string,
  entries: readonly { subject: { type: string; id: string } }[],
): void {
  const message: Omit<LiveMessage, "sequence"> = {
    verb,
    at: context.now.toISOString(),
    subjects: entries.slice(0, subjectsMax).map((entry) => entry.subject),
  };
  const { workspaceId } = context;
  runtime.redis
    .eval(script, 1, sequenceKey(workspaceId), liveChannel(workspaceId), JSON.stringify(message).slice(1))
    .catch((error) => {
      runtime.log.warn({ err: error, verb }, "live message not sent");
    });
}

/** The number of the workspace's last message; 0 before the first one, null while Redis is away. */
export async function readLiveSequence({ redis }: Runtime, workspaceId: string): Promise<number | null> {
  try {
    return Number((await redis.get(sequenceKey(workspaceId))) ?? 0);
  } catch {
    return null;
  }
}
