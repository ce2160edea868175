import { z } from "zod";
import { isoTime } from "../paging.ts";
import { activeSilences, compileMatchers, type Matcher } from "../silences/index.ts";
import { matchers } from "../silences/schemas.ts";
import { defineQuery } from "../verb.ts";
import { labelFingerprint } from "./fingerprint.ts";
import { matchableLabels } from "./rules.ts";
import { labels } from "./schemas.ts";
import { splitMatchers } from "./search.ts";

const view = z.object({
  labels,
  annotations: labels,
  fingerprint: z.string(),
  generatorUrl: z.string().nullable(),
  silencedBy: z.array(z.string()),
  startsAt: isoTime,
  endsAt: isoTime,
  updatedAt: isoTime,
});
export type AlertView = z.output<typeof view>;

/** Alerts of one answer; the newest. Tools that ask for all of them hold all of them in memory. */
const alertsMax = 20_000;
const batch = 5_000;
/** Claims without an end hold on: tools want a time, and count it from now. */
const restsMs = 5 * 60_000;

type Row = {
  id: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  severity: string;
  source: string;
  title: string;
  generatorUrl: string | null;
  openedAt: Date;
  updatedAt: Date;
  endsAt: Date | null;
};

/** Open alerts as Alertmanager's API shows them; silences of this very moment, not those last put into effect. */
export const openAlerts = defineQuery({
  name: "alerts.open",
  permission: "alerts:read",
  input: z.object({
    matchers,
    active: z.boolean(),
    silenced: z.boolean(),
    receiver: z.string(),
    receivers: z.string().max(1_000).describe("A pattern; empty is any"),
  }),
  output: z.object({ data: z.array(view) }),
  run: async ({ db, context }, { matchers: conditions, active, silenced, receiver, receivers }) => {
    const pattern: Matcher = { name: "receiver", value: receivers, isRegex: true, isEqual: true };
    if (receivers !== "" && !compileMatchers([pattern])({ receiver })) return { data: [] };
    const { equal, unequal, rest } = splitMatchers(conditions);
    const holds = compileMatchers(rest);
    const silences = await activeSilences(db, context.now);
    const data: AlertView[] = [];
    const holdsUntil = new Date(context.now.getTime() + restsMs);
    for (let before = "ffffffff-ffff-ffff-ffff-ffffffffffff"; data.length < alertsMax; ) {
      const rows = await db.$queryRaw<Row[]>`
        SELECT id, labels, annotations, severity, source, title, "generatorUrl", "openedAt", "updatedAt", "endsAt"
        FROM alerts
        WHERE "workspaceId" = ${context.workspaceId}::uuid AND state = 'open' AND id < ${before}::uuid
          AND labels @> ${JSON.stringify(equal)}::jsonb
          AND NOT EXISTS (SELECT 1 FROM jsonb_each_text(${JSON.stringify(unequal)}::jsonb) AS other
            WHERE labels ->> other.key = other.value)
        ORDER BY id DESC LIMIT ${batch}`;
      for (const row of rows) {
        const matchable = matchableLabels(row);
        if (rest.length > 0 && !holds(matchable)) continue;
        const silencedBy = silences.filter((silence) => silence.matches(matchable)).map(({ id }) => id);
        if (silencedBy.length > 0 ? !silenced : !active) continue;
        // An alert from outside is shown with its own labels only: they are its identity elsewhere too.
        const shown = row.source === "monitor" ? matchable : row.labels;
        data.push({
          labels: { ...shown },
          // Our own say in their title what others say in their summary.
          annotations:
            row.source === "monitor" ? { summary: row.title, ...row.annotations } : row.annotations,
          fingerprint: labelFingerprint(shown),
          generatorUrl: row.generatorUrl,
          silencedBy,
          startsAt: row.openedAt.toISOString(),
          updatedAt: row.updatedAt.toISOString(),
          endsAt: (row.endsAt ?? holdsUntil).toISOString(),
        });
      }
      const last = rows.at(-1);
      if (rows.length < batch || !last) break;
      before = last.id;
    }
    data.sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
    return { data: data.slice(0, alertsMax) };
  },
});
