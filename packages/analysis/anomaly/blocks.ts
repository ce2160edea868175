/**
 * Surprise against the history of surprises, counted in periods rather than rows: the history is cut into 32
 * to 64 blocks of equal length of which only the maximum is kept (block maxima, as in extreme-value
 * statistics). One long episode therefore counts once or twice, not hundreds of times.
 */
import { AT, BLOCKS, type DetectorState } from "./state.ts";

/** Surprise below this (one row in five, on average over the views) is nothing, however new. */
const SURPRISE_MIN = 0.7;
/** Weight of the excess over the record, relative to the record. */
const EXCESS = 2;
/** A past surprise this much smaller still counts as "as much" (a factor of 1.26): ties and drift are no records. */
const AS_MUCH = 0.1;
/** Blocks before there is an answer. */
const BLOCKS_MIN = 8;

/** −log10 of the share of past blocks that reached `surprise`, plus how far it is beyond all of them (relative). */
export function periodSurprise(state: DetectorState, surprise: number): number {
  const { scalars: s, blockMaxima } = state;
  const blocks = s[AT.blocks]!;
  if (blocks < BLOCKS_MIN || surprise < SURPRISE_MIN) return 0;
  let reached = 0;
  let highest = SURPRISE_MIN;
  for (let i = 0; i < blocks; i++) {
    const maximum = blockMaxima[i]!;
    if (maximum >= surprise - AS_MUCH) reached++;
    if (maximum > highest) highest = maximum;
  }
  const beyond = surprise > highest ? Math.min(3, EXCESS * (surprise / highest - 1)) : 0;
  return beyond - Math.log10((reached + 0.5) / (blocks + 1));
}

export function learnBlock(state: DetectorState, surprise: number): void {
  const { scalars: s, blockMaxima } = state;
  s[AT.openMax] = Math.max(s[AT.openMax]!, surprise);
  s[AT.openRows]!++;
  if (s[AT.openRows]! < s[AT.blockRows]!) return;
  let blocks = s[AT.blocks]!;
  blockMaxima[blocks++] = s[AT.openMax]!;
  s[AT.openMax] = 0;
  s[AT.openRows] = 0;
  if (blocks === BLOCKS) {
    blocks = BLOCKS / 2;
    for (let i = 0; i < blocks; i++) {
      blockMaxima[i] = Math.max(blockMaxima[2 * i]!, blockMaxima[2 * i + 1]!);
    }
    s[AT.blockRows]! *= 2;
  }
  s[AT.blocks] = blocks;
}
