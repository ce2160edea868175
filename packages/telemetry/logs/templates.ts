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
  /** Records in each of `templateSteps` equal steps of the window. */
  counts: number[];
  firstSeen: Date;
  lastSeen: Date;
  /** A few bodies, cut after 1,000 characters. */
  examples: string[];
};

export const templateSteps = 30;
const templatesMax = 2_000;

const row = z.object({
  service: z.string(),
  templateId: z.string(),
  records: z.coerce.number(),
  recordsBefore: z.coerce.number(),
  errors: z.coerce.number(),
  counts: z.array(z.coerce.number()),
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
  const lengthMs = to.getTime() - from.getTime();
  const condition = logCondition(question.filter ?? everything);
  const afterMs = "toUnixTimestamp64Milli(toDateTime64(time, 3)) - {middleMs:Int64}";
  const rows = await telemetry.query({
    name: "logs.templates",
    sql: `SELECT service, template_id AS templateId, countIf(after >= 0) AS records,
            count() - records AS recordsBefore, countIf(after >= 0 AND level IN ('error', 'fatal')) AS errors,
            countResample(0, ${templateSteps}, 1)(after, if(after < 0, -1, intDiv(after * ${templateSteps}, {lengthMs:Int64}))) AS counts,
            toUnixTimestamp64Milli(toDateTime64(min(time), 3)) AS firstMs,
            toUnixTimestamp64Milli(toDateTime64(max(time), 3)) AS lastMs,
            groupUniqArray(3)(shown) AS examples
          FROM (
            SELECT service, template_id, level, time, substringUTF8(body, 1, 1000) AS shown, ${afterMs} AS after
            FROM logs WHERE ${inWindow} AND template_id != '' AND ${condition.sql}
          )
          GROUP BY service, templateId ORDER BY count() DESC, templateId LIMIT ${templatesMax}`,
    params: { ...condition.params, middleMs: from.getTime(), lengthMs },
    row,
    workspaceId: question.workspaceId,
    window: { from: new Date(from.getTime() - lengthMs), to },
    timeoutSeconds: 20,
  });
  return rows.map(({ firstMs, lastMs, ...rest }) => ({
    ...rest,
    firstSeen: new Date(firstMs),
    lastSeen: new Date(lastMs),
  }));
}
