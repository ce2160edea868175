import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { type LogFilter, logCondition } from "./filter.ts";
import { everything, inWindow } from "./search.ts";

/** One template id of one service within a window, and in the window of the same length before it. */
export type LogTemplateCount = {
  service: string;
  templateId: string;
  records: number;
  recordsBefore: number;
  /** Records at error level and above. */
  errors: number;
  firstSeen: Date;
  lastSeen: Date;
  /** A few bodies, cut after 1,000 characters. */
  examples: string[];
};

const templatesMax = 2_000;

const row = z.object({
  service: z.string(),
  templateId: z.string(),
  records: z.coerce.number(),
  recordsBefore: z.coerce.number(),
  errors: z.coerce.number(),
  firstMs: z.coerce.number(),
  lastMs: z.coerce.number(),
  examples: z.array(z.string()),
});

/** The most frequent templates of both windows together, at most 2,000. */
export async function countTemplates(
  telemetry: Telemetry,
  question: { workspaceId: string; window: Window; filter?: LogFilter },
): Promise<LogTemplateCount[]> {
  const { from, to } = question.window;
  const condition = logCondition(question.filter ?? everything);
  const now = "toUnixTimestamp64Milli(toDateTime64(time, 3)) >= {middleMs:Int64}";
  const rows = await telemetry.query({
    name: "logs.templates",
    sql: `SELECT service, template_id AS templateId, countIf(${now}) AS records, count() - records AS recordsBefore,
            countIf(${now} AND level IN ('error', 'fatal')) AS errors,
            toUnixTimestamp64Milli(toDateTime64(min(time), 3)) AS firstMs,
            toUnixTimestamp64Milli(toDateTime64(max(time), 3)) AS lastMs,
            groupUniqArray(3)(substringUTF8(body, 1, 1000)) AS examples
          FROM logs WHERE ${inWindow} AND template_id != '' AND ${condition.sql}
          GROUP BY service, templateId ORDER BY count() DESC, templateId LIMIT ${templatesMax}`,
    params: { ...condition.params, middleMs: from.getTime() },
    row,
    workspaceId: question.workspaceId,
    window: { from: new Date(2 * from.getTime() - to.getTime()), to },
    timeoutSeconds: 20,
  });
  return rows.map(({ firstMs, lastMs, ...rest }) => ({
    ...rest,
    firstSeen: new Date(firstMs),
    lastSeen: new Date(lastMs),
  }));
}
