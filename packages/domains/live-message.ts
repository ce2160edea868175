/** What an open screen is told: something of these nouns changed, look again. Never the data itself. */
export type LiveMessage = {
  /** Grows by one with every message of the workspace. */
  sequence: number;
  verb: string;
  at: string;
  subjects: { type: string; id: string }[];
};

/** Sent first on every stream, as the event `place`: the number of the last message before it. */
export type LivePlace = Pick<LiveMessage, "sequence">;
