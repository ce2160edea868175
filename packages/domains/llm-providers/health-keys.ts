/**
 * How providers do, as the gateways note it in passing: one Redis hash for each minute, fields counted up with
 * HINCRBY, so that any number of gateways add to the same picture. Losing it costs a quarter of an hour's lights.
 */

/** Keep each hash this long after it was last written to. */
export const healthKeptSeconds = 20 * 60;

/** Hash of the minute that `at` lies in. */
export const providerHealthKey = (at: Date): string =>
  `{triops}:llm-provider-health:${Math.floor(at.getTime() / 60_000)}`;

/** `outcome` is `ok`, or the class of the error (`rate_limit`, `server_error`, …). */
export const providerHealthField = (providerId: string, outcome: string): string =>
  `${providerId}:${outcome}`;

/** Field of the milliseconds that the answers of a minute took together. */
export const providerHealthMsField = (providerId: string): string => `${providerId}:ms`;
