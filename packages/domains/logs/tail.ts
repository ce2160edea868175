import { limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { logMatcher } from "@triops/telemetry/logs/match";
import { authorise } from "../permissions.ts";
import type { Caller } from "../runtime.ts";
import { resolveTemplates } from "./known-templates.ts";
import { parseLogField, parseLogQuery } from "./query.ts";
import { type LogTail, logTailChannel, logTailsChannel, logTailsHash } from "./schemas.ts";

export type OpenTail = {
  /** Redis channel on which `LogTailMessage`s arrive, from every gateway. */
  channel: string;
  /** Call it at least every `tailRenewMs`: a tail nobody renews ends by itself. */
  renew(): Promise<void>;
  close(): Promise<void>;
};

export const tailRenewMs = 15_000;
/** Gateways stop sending this long after the last renewal, whatever became of us. */
const tailMsMax = 60_000;
/** Open tails of the installation. Each costs every gateway a look at every record of its workspace. */
const tailsMax = 200;
const columnsMax = 8;

/**
 * Asks every gateway to hand over the records that fit, from when they are stored. @throws forbidden, invalid,
 * limitReached
 */
export async function openTail(
  { context, runtime }: Caller,
  asked: { q: string; columns: readonly string[] },
): Promise<OpenTail> {
  authorise(context.actor, "logs:read");
  const { workspaceId } = context;
  const filter = await resolveTemplates(runtime.telemetry, workspaceId, parseLogQuery(asked.q), context.now);
  logMatcher(filter);
  const columns = asked.columns.slice(0, columnsMax).map(parseLogField);
  const { redis } = runtime;
  if ((await redis.hlen(logTailsHash)) >= tailsMax)
    throw limitReached("Too many live tails are open; close one or try again in a minute", 60);
  const id = newId();
  const tail: Omit<LogTail, "untilMs"> = { workspaceId, filter, columns };
  const announce = () => redis.publish(logTailsChannel, id);
  const renew = async () => {
    const entry: LogTail = { ...tail, untilMs: runtime.clock.now().getTime() + tailMsMax };
    await redis.hset(logTailsHash, id, JSON.stringify(entry));
    await announce();
  };
  await renew();
  return {
    channel: logTailChannel(id),
    renew,
    async close() {
      await redis.hdel(logTailsHash, id);
      await announce();
    },
  };
}
