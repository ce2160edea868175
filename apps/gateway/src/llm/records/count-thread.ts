import { parentPort } from "node:worker_threads";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";

/** Texts in, their tokens out: counting holds a thread for milliseconds, so it is this one. */
export type CountRequest = { id: number; texts: readonly string[] };
export type CountReply = { id: number; counts: number[] };

/** What looks like a control token is text that somebody wrote. */
const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };

parentPort?.on("message", ({ id, texts }: CountRequest) => {
  const reply: CountReply = { id, counts: texts.map((text) => countTokens(text, asText)) };
  parentPort?.postMessage(reply);
});
