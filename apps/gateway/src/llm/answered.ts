import { hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { inputTokensOf, outputTokensOf } from "@triops/analysis/pricing/buckets";
import type { Redis } from "@triops/kernel/redis";
import type { CallOutcome, LlmCall } from "./call.ts";
import { addressSign, likenessSign } from "./call-signs.ts";
import { messagesOf, readableOf } from "./records/parts.ts";
import { statedUsage } from "./records/stated-usage.ts";

/**
 * Calls that went through a gateway lately, by signs under which their client may tell of them as well: the id of the
 * answer, the span that asked, and what was answered with how many tokens. In Redis, since the client's spans may come to another gateway. Kept by the minute in
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

const signedCharsMax = 1_000;

/**
 * What was answered in which second, letters and digits alone, with the tokens it took: for clients that tell neither an
 * id nor a parent. Null where there is too little to tell one answer from another.
 */
export function contentSign(
  tokens: { input: number; output: number },
  text: string,
  second: number,
): string | null {
  const said = text
    .slice(0, signedCharsMax)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
  return said === "" || tokens.output === 0 ? null : `${second} ${tokens.input} ${tokens.output} ${said}`;
}

function contentSignOf(outcome: CallOutcome): string | null {
  const usage = statedUsage(outcome);
  if (usage === null) return null;
  const text = readableOf(messagesOf(outcome.output, "assistant"), false) || outcome.outputText;
  const tokens = { input: inputTokensOf(usage.buckets), output: outputTokensOf(usage.buckets) };
  return contentSign(tokens, text, Math.floor(outcome.endedMs / 1_000));
}

const keyOf = (minute: number) => `{triops}:llm:answered:${minute}`;

const hashOf = (workspaceId: string, sign: string): string =>
  hash("sha1", `${workspaceId} ${sign}`, "base64").slice(0, 12);

/** The signs of a call. */
function signsOf(call: LlmCall, outcome: CallOutcome): string[] {
  const signs: string[] = [];
  if (outcome.responseId !== "") signs.push(outcome.responseId);
  const { traceId, parentSpanId } = call.trace;
  if (parentSpanId !== "") signs.push(`${traceId}${parentSpanId}`);
  if (call.operation === "embeddings") return [...signs, ...embeddingsSignsOf(call, outcome)];
  const content = contentSignOf(outcome);
  if (content !== null) signs.push(content);
  return signs;
}

function embeddingsSignsOf(call: LlmCall, outcome: CallOutcome): string[] {
  const usage = statedUsage(outcome);
  if (usage === null) return [];
  const said = { model: call.route, inputTokens: inputTokensOf(usage.buckets) };
  const at = addressSign(call.address ?? "", said);
  const like = likenessSign(said, Math.floor(outcome.endedMs / 1_000));
  return [at, like].filter((sign) => sign !== null);
}

export function createAnswered(redis: Redis): Answered {
  let ended: { call: LlmCall; outcome: CallOutcome; minute: number }[] = [];
  let pending = new Map<number, string[]>();
  let timer: NodeJS.Timeout | undefined;
  let noted = { minute: 0, count: 0 };

  /** Signs are made behind the answer: nobody waits for them, and a fault of theirs is nobody's. */
  const makeSigns = () => {
    const taken = ended;
    ended = [];
    for (const { call, outcome, minute } of taken) {
      try {
        const members = pending.get(minute) ?? [];
        for (const sign of signsOf(call, outcome)) members.push(hashOf(call.workspaceId, sign));
        if (members.length > 0) pending.set(minute, members);
      } catch {
        // Its client's report, if there is one, counts beside ours.
      }
    }
  };

  const flush = () => {
    timer = undefined;
    makeSigns();
    const taken = pending;
    pending = new Map();
    if (taken.size === 0) return;
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
      ended.push({ call, outcome, minute });
      timer ??= setTimeout(flush, flushMs).unref();
    },
    async find(workspaceId, asked) {
      const none = asked.map(() => false);
      const hashes = [...new Set(asked.flatMap(({ signs }) => signs))].map(
        (sign) => [sign, hashOf(workspaceId, sign)] as const,
      );
      if (hashes.length === 0) return none;
      const ends = asked.map(({ endMs }) => Math.floor(endMs / minuteMs)).slice(-12);
      // Clocks differ, and a call ends here a little before it ends there. Most are told of within these minutes.
      ends.push(Math.floor(Date.now() / minuteMs) - 1);
      const minutes = [...new Set(ends.flatMap((minute) => [minute - 1, minute, minute + 1]))].slice(-15);
      makeSigns();
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
      flush();
    },
  };
}
