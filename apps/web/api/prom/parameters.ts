import { PromqlError } from "@triops/telemetry/promql/faults";
import { parseDuration } from "@triops/telemetry/promql/literals";
import { HttpRefusal } from "../errors.ts";
import { limitedBytes } from "../input.ts";

export const badParameter = (name: string, reason: string) =>
  new PromqlError("bad_data", `invalid parameter ${JSON.stringify(name)}: ${reason}`);

/** Query and form body together, as Prometheus reads them; the body's come first. */
export async function readParameters(request: Request): Promise<URLSearchParams> {
  const fromUrl = new URL(request.url).searchParams;
  if (request.method !== "POST") return fromUrl;
  const bytes = await limitedBytes(request);
  if (bytes.length === 0) return fromUrl;
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    const detail = "Send parameters as application/x-www-form-urlencoded";
    throw new HttpRefusal(415, "unsupported_media_type", "Unsupported media type", detail);
  }
  const both = new URLSearchParams(new TextDecoder().decode(bytes));
  for (const [name, value] of fromUrl) both.append(name, value);
  return both;
}

/** Farther than any sample, near enough for whole milliseconds. */
const timeMsMax = 8.64e15;

/** RFC 3339 or seconds since the epoch; epoch milliseconds. @throws PromqlError bad_data */
export function timeParameter<Otherwise>(
  parameters: URLSearchParams,
  name: string,
  otherwise: Otherwise,
): number | Otherwise {
  const text = parameters.get(name);
  if (text === null || text === "") return otherwise;
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text);
  const ms = isNumber ? Math.round(Number(text) * 1_000) : isDate ? Date.parse(text) : Number.NaN;
  if (!(Math.abs(ms) <= timeMsMax)) {
    throw badParameter(name, `cannot parse ${JSON.stringify(text)} to a valid timestamp`);
  }
  return ms;
}

export function requiredTime(parameters: URLSearchParams, name: string): number {
  const ms = timeParameter(parameters, name, undefined);
  if (ms === undefined) throw badParameter(name, `cannot parse "" to a valid timestamp`);
  return ms;
}

/** `15s` or seconds; milliseconds. @throws PromqlError bad_data */
export function durationParameter<Otherwise>(
  parameters: URLSearchParams,
  name: string,
  otherwise: Otherwise,
): number | Otherwise {
  const text = parameters.get(name);
  if (text === null || text === "") return otherwise;
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  const ms = isNumber ? Math.round(Number(text) * 1_000) : parseDuration(text);
  if (ms === undefined || !Number.isSafeInteger(ms)) {
    throw badParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration`);
  }
  return ms;
}

/** Zero and absent mean no limit of the caller's. @throws PromqlError bad_data */
export function limitParameter(parameters: URLSearchParams): number {
  const text = parameters.get("limit");
  if (text === null || text === "") return 0;
  if (!/^\d{1,9}$/.test(text)) throw badParameter("limit", "limit must be non-negative");
  return Number(text);
}
