import { Worker } from "node:worker_threads";
import { estimateUsage, roughCounter, type TokenCounter } from "@triops/analysis/pricing/estimate";
import type { Usage } from "@triops/analysis/pricing/usage";
import type { Logger } from "@triops/kernel/logger";
import type { CountReply, CountRequest } from "./count-thread.ts";

type Texts = Parameters<typeof estimateUsage>[0];

export type UsageCounter = {
  /** Always marked as estimated. Never rejects: without the thread it is the rough estimate. */
  count(call: Texts): Promise<Usage>;
  close(): Promise<void>;
};

/** The caller's last byte waits for it. */
const countMsMax = 1_000;
/** Beyond it a text is measured by the letter: a megabyte takes the tokenizer a second. */
const countedCharsMax = 400_000;
/** The thread holds some 60 MB: it goes when nobody asked for so long. */
const idleMs = 60_000;

/** Counts what a provider did not state, in a thread that starts with the first such call. */
export function createCounter(log: Logger): UsageCounter {
  let worker: Worker | null = null;
  let serial = 0;
  let idle: NodeJS.Timeout | undefined;
  const waiting = new Map<number, (counts: number[] | null) => void>();

  const stop = async () => {
    const ending = worker;
    worker = null;
    for (const settle of waiting.values()) settle(null);
    waiting.clear();
    await ending?.terminate();
  };
  const start = (): Worker => {
    const started = new Worker(new URL("./count-thread.ts", import.meta.url));
    started.unref();
    started.on("message", ({ id, counts }: CountReply) => {
      waiting.get(id)?.(counts);
      waiting.delete(id);
    });
    started.on("error", (error) => {
      log.warn({ err: error }, "the thread that counts tokens ended");
      if (worker === started) void stop();
    });
    return started;
  };

  const countAll = (texts: readonly string[]): Promise<number[] | null> => {
    clearTimeout(idle);
    idle = setTimeout(() => void stop(), idleMs).unref();
    worker ??= start();
    const id = ++serial;
    const request: CountRequest = { id, texts };
    worker.postMessage(request);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        resolve(null);
      }, countMsMax);
      waiting.set(id, (counts) => {
        clearTimeout(timer);
        resolve(counts);
      });
    });
  };

  return {
    async count(call) {
      const texts = [...call.input, ...call.output];
      const chars = texts.reduce((sum, text) => sum + text.length, 0);
      const counts = chars > countedCharsMax ? null : await countAll(texts);
      if (counts === null) return estimateUsage(call, roughCounter);
      const byText = new Map(texts.map((text, index) => [text, counts[index] ?? 0]));
      const counter: TokenCounter = { encoding: "o200k_base", count: (text) => byText.get(text) ?? 0 };
      return estimateUsage(call, counter);
    },
    async close() {
      clearTimeout(idle);
      await stop();
    },
  };
}
