/**
 * The demonstration's own tokens: a space and up to five letters, or a single sign. About as many as real models count
 * for English, and the same every time.
 */
export function tokensOf(text: string): string[] {
  return text.match(/\s?[\p{L}\p{N}]{1,5}|\s+|[^\p{L}\p{N}\s]/gu) ?? [];
}

export const countTokens = (text: string): number => tokensOf(text).length;

/** Pieces as a stream brings them: one to three tokens, by a fixed rhythm. */
export function piecesOf(text: string): string[] {
  const tokens = tokensOf(text);
  const pieces: string[] = [];
  for (let i = 0, turn = 0; i < tokens.length; turn++) {
    const size = [1, 2, 1, 3, 2][turn % 5] ?? 1;
    pieces.push(tokens.slice(i, i + size).join(""));
    i += size;
  }
  return pieces;
}

/** The first `limit` tokens. */
export const cutTokens = (text: string, limit: number): string => tokensOf(text).slice(0, limit).join("");
