import { createHash } from "node:crypto";
import { listOf, numberOf } from "../conversation.ts";
import { Refusal, sendJson } from "../http.ts";
import { contentWords } from "../skills/context.ts";
import { countTokens } from "../tokens.ts";
import * as wire from "./wire.ts";

const inputsMax = 2_048;

/**
 * A vector of length 1 in which each word has its place and sign by its hash: texts that share words are near each
 * other, and the same text is always the same vector.
 */
export function embed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of contentWords(text)) {
    const digest = createHash("sha256").update(word).digest();
    for (let i = 0; i < 4; i++) {
      const place = digest.readUInt32LE(i * 4) % dimensions;
      vector[place] = (vector[place] ?? 0) + ((digest[16 + i] ?? 0) % 2 === 0 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector);
  if (length === 0) vector[0] = 1;
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** OpenAI's embeddings; its client asks for base64 and decodes it itself. */
export async function embeddings(call: wire.Call): Promise<void> {
  const { body, exchange } = call;
  const model = wire.modelIn(body);
  const inputs = typeof body.input === "string" ? [body.input] : listOf(body.input);
  if (inputs.length === 0 || inputs.length > inputsMax)
    throw new Refusal(400, "'input' must have 1 to 2048 items", "input");
  const texts = inputs.map((input) => (typeof input === "string" ? input : JSON.stringify(input)));
  const dimensions = numberOf(body.dimensions) ?? 256;
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > 3_072)
    throw new Refusal(400, "'dimensions' must be between 1 and 3072", "dimensions");
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
  const encoded = (vector: number[]) =>
    body.encoding_format === "base64"
      ? Buffer.from(new Float32Array(vector).buffer).toString("base64")
      : vector;
  sendJson(exchange, 200, {
    object: "list",
    data: texts.map((text, index) => ({
      object: "embedding",
      index,
      embedding: encoded(embed(text, dimensions)),
    })),
    model,
    ...(exchange.behaviour.usage && { usage: { prompt_tokens: tokens, total_tokens: tokens } }),
  });
}
