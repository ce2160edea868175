/** How bad: sev1 is worst. The same four everywhere, from monitors to incidents. */
export const severities = ["sev1", "sev2", "sev3", "sev4"] as const;
export type Severity = (typeof severities)[number];

const rank: Record<Severity, number> = { sev1: 1, sev2: 2, sev3: 3, sev4: 4 };

/** True when `next` is worse than `current`. */
export const worsens = (current: Severity, next: Severity): boolean => rank[next] < rank[current];

/** The worse of two. */
export const worse = (a: Severity, b: Severity): Severity => (worsens(a, b) ? b : a);
