import {
  type LogLine,
  type LogTail,
  type LogTailMessage,
  logTail,
  logTailChannel,
  logTailsChannel,
  logTailsHash,
} from "@triops/domains/logs/schemas";
import type { Logger } from "@triops/kernel/logger";
import { connectRedis, type Redis } from "@triops/kernel/redis";
import type { LogField } from "@triops/telemetry/logs/filter";
import { logMatcher, logValue } from "@triops/telemetry/logs/match";
import type { LogRow } from "@triops/telemetry/tables/logs";

export type LogTails = {
  /** Whether anybody follows this workspace's logs: one look-up, and nothing else costs anything when not. */
  followed(workspaceId: string): boolean;
  /** Hands stored records to whoever they fit. */
  offer(workspaceId: string, logs: readonly LogRow[]): void;
  close(): void;
};

type Tail = {
  id: string;
  untilMs: number;
  matches(log: LogRow): boolean;
  columns: readonly LogField[];
  /** The second that is being counted, and its lines so far. */
  second: number;
  sent: number;
  lines: LogLine[];
  skipped: number;
};

/** Nobody reads faster. Of what is beyond it, only the number is told. */
const linesPerSecondMax = 100;
/** Lines are gathered for so long, ms. */
const flushMs = 200;
const bodyCharsMax = 2_000;
const valueCharsMax = 200;

/**
 * Follows the list of live tails in Redis and sends each what fits it. Every gateway does this for the records it
 * takes in, so any number of them works. Best effort: a tail is for looking, the store is the record.
 */
export function followLogTails(redis: Redis, redisUrl: string, log: Logger, now: () => number): LogTails {
  let byWorkspace = new Map<string, Tail[]>();
  const pending = new Set<Tail>();
  let flushTimer: NodeJS.Timeout | undefined;

  const reload = async () => {
    const entries = await redis.hgetall(logTailsHash);
    const before = new Map([...byWorkspace.values()].flat().map((tail) => [tail.id, tail]));
    const next = new Map<string, Tail[]>();
    const over: string[] = [];
    for (const [id, json] of Object.entries(entries)) {
      const read = logTail.safeParse(safeJson(json));
      if (!read.success || read.data.untilMs < now()) {
        over.push(id);
        continue;
      }
      const { workspaceId, untilMs } = read.data;
      const tail = before.get(id) ?? tailOf(id, read.data);
      if (!tail) continue;
      tail.untilMs = untilMs;
      next.set(workspaceId, [...(next.get(workspaceId) ?? []), tail]);
    }
    byWorkspace = next;
    if (over.length > 0) await redis.hdel(logTailsHash, ...over);
  };
  const lookAgain = () => {
    reload().catch((error) => log.warn({ err: error }, "could not read the live tails"));
  };

  const flush = () => {
    flushTimer = undefined;
    for (const tail of pending) {
      const message: LogTailMessage = { lines: tail.lines, skipped: tail.skipped };
      tail.lines = [];
      tail.skipped = 0;
      redis.publish(logTailChannel(tail.id), JSON.stringify(message)).catch((error) => {
        log.debug({ err: error }, "live lines not sent");
      });
    }
    pending.clear();
  };

  const subscriber = connectRedis(redisUrl, "blocking", () => {});
  subscriber.on("ready", () => {
    subscriber.subscribe(logTailsChannel).catch((error) => log.warn({ err: error }, "could not subscribe"));
    lookAgain();
  });
  subscriber.on("message", lookAgain);

  return {
    followed: (workspaceId) => byWorkspace.has(workspaceId),
    offer(workspaceId, logs) {
      const nowMs = now();
      const open = (byWorkspace.get(workspaceId) ?? []).filter((tail) => tail.untilMs >= nowMs);
      if (open.length === 0) {
        byWorkspace.delete(workspaceId);
        return;
      }
      for (const tail of open) {
        for (const record of logs) if (tail.matches(record)) add(tail, record, nowMs);
        if (tail.lines.length > 0 || tail.skipped > 0) pending.add(tail);
      }
      if (pending.size > 0) flushTimer ??= setTimeout(flush, flushMs);
    },
    close() {
      clearTimeout(flushTimer);
      subscriber.disconnect();
    },
  };
}

function tailOf(id: string, asked: LogTail): Tail | null {
  try {
    return {
      id,
      untilMs: 0,
      matches: logMatcher(asked.filter),
      columns: asked.columns,
      second: 0,
      sent: 0,
      lines: [],
      skipped: 0,
    };
  } catch {
    // Written by another version: nobody is harmed when it stays silent.
    return null;
  }
}

function add(tail: Tail, log: LogRow, nowMs: number): void {
  const second = Math.floor(nowMs / 1_000);
  if (second !== tail.second) {
    tail.second = second;
    tail.sent = 0;
  }
  if (tail.sent >= linesPerSecondMax) {
    tail.skipped++;
    return;
  }
  tail.sent++;
  tail.lines.push({
    id: `${log.timeNs}-${log.id}`,
    time: new Date(Number(log.timeNs / 1_000_000n)).toISOString(),
    level: log.level,
    service: log.service,
    body: log.body.slice(0, bodyCharsMax),
    isCut: log.body.length > bodyCharsMax,
    traceId: log.traceId,
    spanId: log.spanId,
    sessionId: log.sessionId,
    templateId: log.templateId,
    columns: tail.columns.map((field) => logValue(log, field).slice(0, valueCharsMax)),
  });
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
