/** Dash patterns in px of stroke and gap; the fixed order of the palette (tokens.css). */
const SLOT_DASH: readonly (readonly number[] | null)[] = [
  null,
  null,
  null,
  null,
  [6, 3],
  [6, 3],
  [2, 3],
  [2, 3],
];
const SLOTS = SLOT_DASH.length;
/** Beyond eight series a colour comes again with the next of these. */
const REPEAT_DASH: readonly (readonly number[])[] = [
  [8, 3, 2, 3],
  [10, 4],
  [1, 2],
  [4, 2, 1, 2],
];

export type SeriesColor = { color: string; dash: readonly number[] | null; slot: number };

function hash(text: string): number {
  // FNV-1a, 32 bits: stable across sessions and machines.
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}

/** Colour of slot 1 … 8. */
export function slotColor(slot: number): string {
  return `var(--color-series-${((slot - 1) % SLOTS) + 1})`;
}

/**
 * Gives every series a colour and dash from its identity. Two that ask for the same slot are resolved in
 * alphabetical order, so the answer does not depend on the order of the list. A single series is blue.
 */
export function assignColors(series: readonly { id: string; slot?: number }[]): Map<string, SeriesColor> {
  const taken = new Array<number>(SLOTS).fill(0);
  const result = new Map<string, SeriesColor>();
  const give = (id: string, slot: number) => {
    const round = taken[slot] ?? 0;
    taken[slot] = round + 1;
    const dash =
      round === 0 ? (SLOT_DASH[slot] ?? null) : (REPEAT_DASH[(round - 1) % REPEAT_DASH.length] ?? null);
    result.set(id, { color: slotColor(slot + 1), dash, slot: slot + 1 });
  };
  for (const { id, slot } of series) if (slot !== undefined) give(id, (slot - 1) % SLOTS);
  const rest = series.filter(({ slot }) => slot === undefined).map(({ id }) => id);
  if (series.length === 1 && rest[0] !== undefined) give(rest[0], 0);
  else {
    for (const id of rest.toSorted()) {
      const wanted = hash(id) % SLOTS;
      const least = Math.min(...taken);
      let slot = wanted;
      while ((taken[slot] ?? 0) > least) slot = (slot + 1) % SLOTS;
      give(id, slot);
    }
  }
  return result;
}
