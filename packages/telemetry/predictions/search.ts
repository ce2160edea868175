import { invalid } from "@triops/kernel/errors";
import { z } from "zod";
import type { Param } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";

export type PredictionFilter = {
  /** Everybody but shadows when it is absent. */
  role?: string | undefined;
  variant?: string | undefined;
  modelVersion?: string | undefined;
  service?: string | undefined;
  user?: string | undefined;
  requestId?: string | undefined;
  /** Only those that failed, or only those that did not. */
  failed?: boolean | undefined;
  latencyMsMin?: number | undefined;
  /** The main output is this label, or this number. */
  output?: string | undefined;
};

/** A prediction as lists show it. */
export type PredictionLine = z.output<typeof lineRow>;

export const lineColumns = `prediction_id AS id, deployment, toUnixTimestamp64Milli(time) AS timeMs,
  request_id AS requestId, role, variant, model, model_version AS modelVersion, service, user,
  latency_us / 1000 AS latencyMs, error_code AS errorCode, error, output_name AS outputName,
  if(mapContains(output_numbers, output_name), toNullable(output_numbers[output_name]), NULL) AS outputNumber,
  substringUTF8(output_texts[output_name], 1, 200) AS outputText`;
export const lineRow = z.object({
  id: z.string(),
  deployment: z.string(),
  timeMs: z.coerce.number(),
  requestId: z.string(),
  role: z.string(),
  variant: z.string(),
  model: z.string(),
  modelVersion: z.string(),
  service: z.string(),
  user: z.string(),
  latencyMs: z.coerce.number(),
  errorCode: z.string(),
  error: z.string(),
  outputName: z.string(),
  outputNumber: z.number().nullable(),
  outputText: z.string(),
});

function condition(filter: PredictionFilter): { sql: string; params: Record<string, Param> } {
  const params: Record<string, Param> = {};
  const parts: string[] = [];
  const equal = (column: string, name: string, value: string | undefined) => {
    if (value === undefined) return;
    params[name] = value;
    parts.push(`${column} = {${name}:String}`);
  };
  equal("role", "role", filter.role);
  if (filter.role === undefined) parts.push("role != 'shadow'");
  equal("variant", "variant", filter.variant);
  equal("model_version", "modelVersion", filter.modelVersion);
  equal("service", "service", filter.service);
  equal("user", "asker", filter.user);
  equal("request_id", "requestId", filter.requestId);
  if (filter.failed !== undefined) parts.push(filter.failed ? "error_code != ''" : "error_code = ''");
  if (filter.latencyMsMin !== undefined) {
    params.latencyUs = Math.round(filter.latencyMsMin * 1_000);
    parts.push("latency_us >= {latencyUs:UInt64}");
  }
  if (filter.output !== undefined) {
    params.output = filter.output;
    const number = Number(filter.output);
    const isNumber = filter.output.trim() !== "" && Number.isFinite(number);
    if (isNumber) params.outputNumber = number;
    parts.push(
      isNumber
        ? "(output_texts[output_name] = {output:String} OR (mapContains(output_numbers, output_name) AND output_numbers[output_name] = {outputNumber:Float64}))"
        : "output_texts[output_name] = {output:String}",
    );
  }
  return { sql: parts.map((part) => ` AND ${part}`).join(""), params };
}

/** The newest predictions of a deployment first, page by page; `cursor` is `nextCursor` of the page before. */
export async function searchPredictions(
  telemetry: Telemetry,
  question: {
    workspaceId: string;
    deployment: string;
    window: Window;
    filter: PredictionFilter;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ data: PredictionLine[]; nextCursor: string | null }> {
  const { workspaceId, deployment, window, filter, cursor, limit } = question;
  const { sql, params } = condition(filter);
  const after = cursor === undefined ? null : parseCursor(cursor);
  const rows = await telemetry.query({
    name: "predictions.search",
    sql: `SELECT ${lineColumns} FROM predictions AS p
          WHERE ${inWindow}${sql} ${after ? `AND (p.time, p.prediction_id, p.variant) < (${afterTime}, {afterId:String}, {afterVariant:String})` : ""}
          ORDER BY p.time DESC, p.prediction_id DESC, p.variant DESC LIMIT {limit:UInt32}`,
    params: { ...params, deployment, limit: limit + 1, ...after },
    row: lineRow,
    workspaceId,
    window,
  });
  const data = onceEach(rows).slice(0, limit);
  const last = data.at(-1);
  const nextCursor = rows.length > limit && last ? cursorOf(last) : null;
  return { data, nextCursor };
}

/** What was sent again at the same time stands side by side until the engine merges it. */
const onceEach = (rows: readonly PredictionLine[]): PredictionLine[] =>
  rows.filter((row, at) => at === 0 || cursorOf(row) !== cursorOf(rows[at - 1] as PredictionLine));

const afterTime = "fromUnixTimestamp64Milli({afterMs:Int64}, 'UTC')";
const cursorOf = ({ timeMs, id, variant }: PredictionLine): string =>
  `${timeMs}:${Buffer.from(JSON.stringify([id, variant])).toString("base64url")}`;

/** @throws invalid */
function parseCursor(cursor: string): { afterMs: number; afterId: string; afterVariant: string } {
  const [, ms = "", place = ""] = /^(\d{1,15}):([\w-]+)$/.exec(cursor) ?? [];
  try {
    const [afterId, afterVariant] = z
      .tuple([z.string(), z.string()])
      .parse(JSON.parse(Buffer.from(place, "base64url").toString("utf8")));
    return { afterMs: Number(ms), afterId, afterVariant };
  } catch {
    throw invalid("Not a cursor of this list");
  }
}
