/** Which nouns are to be asked for again; `all` where nobody knows. */
export type Missed = "all" | readonly string[];

export type LiveLog = {
  /** Data came with a page; it was read when the workspace's last message had this number (null: unknown). */
  loaded(sequence: number | null): Missed;
  /** The stream begins, or begins again, after this message. */
  placed(sequence: number): Missed;
  /** A message came. */
  heard(sequence: number, nouns: readonly string[]): void;
};

/** Messages that are remembered: a page takes seconds from being read to being shown, not minutes. */
const rememberedMax = 200;

/**
 * Finds what changed between the reading of a page on the server and the first moment its reader hears of changes.
 * Both carry the number of the workspace's last message; what lies between them was missed.
 */
export function createLiveLog(): LiveLog {
  let known: number | null = null;
  let oldestLoaded: number | null = null;
  const messages: { sequence: number; nouns: readonly string[] }[] = [];
  return {
    loaded(sequence) {
      if (sequence === null) return [];
      if (known === null) {
        oldestLoaded = Math.min(oldestLoaded ?? sequence, sequence);
        return [];
      }
      if (sequence >= known) return [];
      const since = messages.filter((message) => message.sequence > sequence);
      if (since.length < known - sequence) return "all";
      return [...new Set(since.flatMap(({ nouns }) => nouns))];
    },
    placed(sequence) {
      const before = known ?? oldestLoaded;
      known = sequence;
      return before !== null && before !== sequence ? "all" : [];
    },
    heard(sequence, nouns) {
      if (known !== null) known = Math.max(known, sequence);
      messages.push({ sequence, nouns });
      if (messages.length > rememberedMax) messages.shift();
    },
  };
}
