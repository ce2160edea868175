const good = new Set(
  "good great excellent love loves loved lovely amazing happy wonderful fantastic perfect best like likes liked enjoy enjoys enjoyed pleased delighted helpful fast easy friendly recommend thanks thank awesome brilliant nice superb".split(
    " ",
  ),
);
const bad = new Set(
  "bad terrible awful hate hated horrible worst poor broken slow angry disappointed disappointing useless rude late refund annoying annoyed wrong fail failed fails crash crashes crashed ugly problem complaint".split(
    " ",
  ),
);
const negations = new Set(["not", "no", "never", "isn't", "wasn't", "don't", "didn't", "doesn't", "hardly"]);

export type Sentiment = "positive" | "negative" | "neutral";

/** Counts words of praise and of complaint; one of denial within the two words before turns them round. */
export function sentimentOf(text: string): { label: Sentiment; score: number } {
  const words = text.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  let score = 0;
  for (const [i, word] of words.entries()) {
    const weight = good.has(word) ? 1 : bad.has(word) ? -1 : 0;
    const denied = words.slice(Math.max(0, i - 2), i).some((before) => negations.has(before));
    score += denied ? -weight : weight;
  }
  return { label: score > 0 ? "positive" : score < 0 ? "negative" : "neutral", score };
}
