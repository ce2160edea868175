/** The share of one variant as it stands in the form, in percent. */
export type WeightDraft = Readonly<Record<string, string>>;

/** Percent of each variant, or what is wrong with them. Shares are of the traffic that gets an answer: shadows have none. */
export function readWeights(draft: WeightDraft): { weights: Record<string, number> } | { fault: string } {
  const weights: Record<string, number> = {};
  let sum = 0;
  for (const [id, text] of Object.entries(draft)) {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!Number.isFinite(value) || value < 0 || value > 100)
      return { fault: "Each share must be a number from 0 to 100" };
    weights[id] = value;
    sum += value;
  }
  if (Math.abs(sum - 100) > 0.001)
    return { fault: `Shares must add up to 100 %; these make ${Math.round(sum * 1000) / 1000} %` };
  return { weights };
}

/** With one share changed, what is left goes to the champion, so that the sum stays 100. */
export function withShare(draft: WeightDraft, id: string, text: string, championId: string): WeightDraft {
  const next = { ...draft, [id]: text };
  if (id === championId || championId === "") return next;
  const others = Object.entries(next).filter(([key]) => key !== championId);
  const taken = others.reduce((sum, [, share]) => sum + (Number(share) || 0), 0);
  if (taken < 0 || taken > 100) return next;
  return { ...next, [championId]: String(Math.round((100 - taken) * 1000) / 1000) };
}
