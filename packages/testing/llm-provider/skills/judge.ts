import { contentWords } from "./context.ts";

export type Verdict = { score: number; pass: boolean; reason: string };

/**
 * Grades an answer from 1 to 5 by the words it shares with a reference (F1), or with the question where there is none.
 * As wrong as such a judge is, it says the same each time.
 */
export function judge(answer: string, reference: string): Verdict {
  const given = contentWords(answer);
  const wanted = contentWords(reference);
  const shared = [...given].filter((word) => wanted.has(word)).length;
  const precision = given.size === 0 ? 0 : shared / given.size;
  const recall = wanted.size === 0 ? 0 : shared / wanted.size;
  const f1 = shared === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  const score = 1 + Math.round(4 * f1);
  const reason = `The answer shares ${shared} of ${wanted.size} key words with the reference.`;
  return { score, pass: score >= 4, reason };
}
