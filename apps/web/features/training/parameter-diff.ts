/** What is compared of one run: its id and values by key. */
export type Compared = { id: string; values: Readonly<Record<string, string | number | null>> };

export type DiffRow = {
  key: string;
  /** In the order of the runs; `null`: this run has none. */
  values: readonly (string | number | null)[];
  /** Not the same in all runs; having none differs from having some. */
  differs: boolean;
  /** How many different values there are. */
  distinct: number;
};

const byName = new Intl.Collator("en", { numeric: true });

/** "1.0" and "1" and "1e0" are one number, as a client may have written them; other texts count as they are. */
function sameAs(value: string | number | null): string {
  if (value === null) return "none";
  const number = typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value);
  return Number.isNaN(number) ? `text ${value}` : `number ${number}`;
}

/** One row per key that any run has: those that differ first, then by name. */
export function diffOf(runs: readonly Compared[]): DiffRow[] {
  const keys = new Set(runs.flatMap(({ values }) => Object.keys(values)));
  const rows = [...keys].map((key): DiffRow => {
    const values = runs.map((run) => run.values[key] ?? null);
    const distinct = new Set(values.map(sameAs)).size;
    return { key, values, distinct, differs: distinct > 1 };
  });
  return rows.sort((a, b) => Number(b.differs) - Number(a.differs) || byName.compare(a.key, b.key));
}

/** The value at least half of the runs have, against which others stand out; `undefined` when there is none. */
export function usualOf(row: DiffRow): string | number | null | undefined {
  const counts = new Map<string, { count: number; value: string | number | null }>();
  for (const value of row.values) {
    const same = sameAs(value);
    const seen = counts.get(same);
    if (seen) seen.count++;
    else counts.set(same, { count: 1, value });
  }
  const best = [...counts.values()].reduce((a, b) => (b.count > a.count ? b : a), { count: 1, value: null });
  return best.count > 1 && best.count * 2 >= row.values.length ? best.value : undefined;
}

export const isSame = (a: string | number | null, b: string | number | null): boolean =>
  sameAs(a) === sameAs(b);
