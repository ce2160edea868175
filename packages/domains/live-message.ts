/** What an open screen is told: something of these nouns changed, look again. Never the data itself. */
export type LiveMessage = { verb: string; at: string; subjects: { type: string; id: string }[] };
