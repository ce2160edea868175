import { createHash } from "node:crypto";
import type { Turn } from "./conversation.ts";
import { tokensOf } from "./tokens.ts";

/** Below this providers cache nothing. */
const tokensMin = 1_024;
/** OpenAI caches in steps of this many tokens. */
const step = 128;
const entriesMax = 50_000;

/** What a message adds for its role and borders, and an answer before it begins. */
const tokensPerTurn = 4;
const tokensBeforeAnswer = 3;

export type PromptUsage = { total: number; read: number; write5m: number; write1h: number };

/**
 * Remembers the beginnings of prompts, as providers do: by itself for OpenAI's formats, where the caller marked for
 * Anthropic's. Counting is by the demonstration's own tokens.
 */
export class PromptCache {
  readonly #known = new Map<string, true>();

  clear(): void {
    this.#known.clear();
  }

  /** Reads the longest beginning seen before, and remembers all of them. */
  automatic(scope: string, turns: readonly Turn[], tools: string): PromptUsage {
    const hash = createHash("sha256").update(scope);
    let total = tokensBeforeAnswer;
    let read = 0;
    for (const token of promptTokens(turns, tools)) {
      hash.update(token).update("\0");
      total++;
      if (total < tokensMin || total % step !== 0) continue;
      if (this.#remember(hash.copy().digest("base64"))) read = total;
    }
    return { total, read, write5m: 0, write1h: 0 };
  }

  /** Reads up to the last mark seen before; what lies between it and the last mark is written. */
  marked(scope: string, turns: readonly Turn[], tools: string): PromptUsage {
    const hash = createHash("sha256").update(scope);
    const usage = { total: tokensBeforeAnswer, read: 0, write5m: 0, write1h: 0 };
    let cached = 0;
    const take = (tokens: Iterable<string>): void => {
      for (const token of tokens) {
        hash.update(token).update("\0");
        usage.total++;
      }
    };
    take(tokensOf(tools));
    for (const turn of turns) {
      take(turnTokens(turn));
      if (turn.cacheUpTo === null || usage.total < tokensMin) continue;
      const known = this.#remember(`${turn.cacheUpTo}${hash.copy().digest("base64")}`);
      const size = usage.total - cached;
      cached = usage.total;
      if (known) {
        // A longer beginning covers what was counted as written before it.
        usage.read = usage.total;
        usage.write5m = 0;
        usage.write1h = 0;
      } else if (turn.cacheUpTo === "1h") usage.write1h += size;
      else usage.write5m += size;
    }
    return usage;
  }

  /** Whether it was known. */
  #remember(key: string): boolean {
    const known = this.#known.delete(key);
    this.#known.set(key, true);
    if (this.#known.size > entriesMax) {
      const oldest = this.#known.keys().next().value;
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    return known;
  }
}

function* turnTokens(turn: Turn): Generator<string> {
  for (let i = 0; i < tokensPerTurn + turn.attachedTokens; i++) yield turn.role;
  yield* tokensOf(turn.text);
}

function* promptTokens(turns: readonly Turn[], tools: string): Generator<string> {
  yield* tokensOf(tools);
  for (const turn of turns) yield* turnTokens(turn);
}
