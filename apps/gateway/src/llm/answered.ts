import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "@triops/kernel/redis";
import type { CallOutcome, LlmCall } from "./call.ts";

/**
 * Calls that went through a gateway lately, by signs under which their client may tell of them as well: the id of the
 * answer, and the span that asked. In Redis, since the client's spans may come to another gateway. Kept by the minute in
 * which a call ended: some 60 bytes each, for a quarter of an hour.
 */
export type Answered = {
  note(call: LlmCall, outcome: CallOutcome): void;
  /** For each asked span whether its call was answered here. Redis away or slow: none was. */
  find(
    workspaceId: string,
    asked: readonly { signs: readonly string[]; endMs: number }[],
  ): Promise<boolean[]>;
  close(): void;
};

const keptSeconds = 900;
const minuteMs = 60_000;
const flushMs = 20;
/** Signs of a gateway in a minute; beyond that a busy Redis matters more than a client's second report. */
const perMinuteMax = 200_000;
const findMsMax = 150;

const keyOf = (minute: number) => `{triops}:llm:answered:${minute}`;

const hashOf = (workspaceId: string, sign: string): string =>
  createHash("sha1").update(`${workspaceId} ${sign}`).digest("base64").slice(0, 12);

export function createAnswered(redis: Redis): Answered {
  let pending = new Map<number, string[]>();
  let timer: NodeJS.Timeout | undefined;
  let noted = { minute: 0, count: 0 };

  const flush = () => {
    timer = undefined;
    const taken = pending;
    pending = new Map();
    const batch = redis.pipeline();
    for (const [minute, members] of taken)
      batch.sadd(keyOf(minute), ...members).expire(keyOf(minute), keptSeconds);
    void batch.exec().catch(() => {});
  };

  return {
    note(call, outcome) {
      if (outcome.provider === null && outcome.cache !== "hit") return;
      const minute = Math.floor(outcome.endedMs / minuteMs);
      if (noted.minute !== minute) noted = { minute, count: 0 };
      if (++noted.count > perMinuteMax) return;
      const members = pending.get(minute) ?? [];
      if (outcome.responseId !== "") members.push(hashOf(call.workspaceId, outcome.responseId));
      const { traceId, parentSpanId } = call.trace;
      if (parentSpanId !== "") members.push(hashOf(call.workspaceId, `${traceId}${parentSpanId}`));
      if (members.length === 0) return;
      pending.set(minute, members);
      timer ??= setTimeout(flush, flushMs).unref();
    },
    async find(workspaceId, asked) {
      const none = asked.map(() => false);
      const hashes = [...new Set(asked.flatMap(({ signs }) => signs))].map(
        (sign) => [sign, hashOf(workspaceId, sign)] as const,
      );
      if (hashes.length === 0) return none;
      const ends = asked.map(({ endMs }) => Math.floor(endMs / minuteMs));
      // Clocks differ, and a call ends here a little before it ends there.
      const minutes = [...new Set(ends.flatMap((minute) => [minute - 1, minute, minute + 1]))].slice(-15);
      const local = new Set(minutes.flatMap((minute) => pending.get(minute) ?? []));
      const batch = redis.pipeline();
      for (const minute of minutes) batch.smismember(keyOf(minute), ...hashes.map(([, hash]) => hash));
      const answers = await Promise.race([
        batch.exec().catch(() => null),
        sleep(findMsMax, null, { ref: false }),
      ]);
      const known = new Set(hashes.filter(([, hash]) => local.has(hash)).map(([sign]) => sign));
      for (const [error, found] of answers ?? []) {
        if (error || !Array.isArray(found)) continue;
        for (const [place, [sign]] of hashes.entries()) if (found[place] === 1) known.add(sign);
      }
      return asked.map(({ signs }) => signs.some((sign) => known.has(sign)));
    },
    close() {
      if (timer) clearTimeout(timer);
      if (pending.size > 0) flush();
    },
  };
}
