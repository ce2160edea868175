import { createHash } from "node:crypto";
import type { Redis } from "@triops/kernel/redis";

/** Asked too long it counts as away: a caller waits for its answer meanwhile. */
const answerMsMax = 1_000;
/** While it is away one question in so many milliseconds finds out whether it is back; the others fail at once. */
const probeMs = 500;

export type Script = { sha: string; text: string };

export const scriptOf = (text: string): Script => ({
  sha: createHash("sha1").update(text).digest("hex"),
  text,
});

export type Scripts = {
  /** @throws Error when Redis is away; at once while that is known. What was asked may have happened all the same. */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Since when nothing was answered; null while Redis answers. */
  awaySinceMs(): number | null;
};

/** Scripts by their hash, told again to a Redis that forgot them, with a bound on how long anybody waits. */
export function createScripts(redis: Redis, now: () => number): Scripts {
  let awaySince: number | null = null;
  let probedMs = 0;

  const ask = async (script: Script, keys: readonly string[], args: readonly (string | number)[]) => {
    try {
      return await redis.evalsha(script.sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return redis.eval(script.text, keys.length, ...keys, ...args);
    }
  };

  return {
    async run(script, keys, args) {
      const startedMs = now();
      if (awaySince !== null) {
        if (startedMs - probedMs < probeMs) throw new Error("Redis is away");
        probedMs = startedMs;
      }
      try {
        const answer = await within(ask(script, keys, args));
        awaySince = null;
        return answer;
      } catch (error) {
        // A fault of the script itself is an answer of a Redis that is there.
        if (!(error instanceof Error) || error.name !== "ReplyError") {
          awaySince ??= startedMs;
          probedMs = now();
        }
        throw error;
      }
    },
    awaySinceMs: () => awaySince,
  };
}

function within<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("Redis did not answer in time")), answerMsMax);
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
