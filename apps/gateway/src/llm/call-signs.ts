/**
 * Signs by which the gateway and its clients know the same call when the client tells neither the id of the answer nor
 * the span that asked. Pure; `answered.ts` keeps them.
 */

/** What both sides know of an embeddings call: no id, no text comes with its answer. */
export type EmbeddingsCall = { model: string; inputTokens: number };

/** `Host` header or an address and port as spans tell them, in one form; empty where there is none. */
export function addressText(host: string, port = ""): string {
  const name = host.trim().toLowerCase();
  if (name === "") return "";
  const bracketed = port !== "" && name.includes(":") && !name.startsWith("[") ? `[${name}]` : name;
  const whole = port === "" ? bracketed : `${bracketed}:${port}`;
  return whole.replace(/:(80|443)$/, "");
}

/**
 * A call that its client says it sent to this address was counted here, whatever its clock says: everything that comes to
 * the address is. Model and tokens only tell that it is one of the calls of these minutes. Null where too little is said.
 */
export function addressSign(address: string, { model, inputTokens }: EmbeddingsCall): string | null {
  return address === "" || inputTokens === 0 ? null : `at ${address} ${inputTokens} ${model}`;
}

/** The same model and number of tokens in the same second: too little to leave a call out, enough to say so. */
export function likenessSign({ model, inputTokens }: EmbeddingsCall, second: number): string | null {
  return inputTokens === 0 ? null : `like ${second} ${inputTokens} ${model}`;
}

/** An answer reaches its client a moment after it left here, and clocks differ a little, s. */
const usual = { from: -2, to: 1 };
/** SDKs export at least so often unless told otherwise (`OTEL_BSP_SCHEDULE_DELAY`), ms. */
const exportMsMax = 5_000;

/**
 * Seconds, as counted here, in which a call may have ended that ended at `endMs` by its client's clock. `leastLagMs`: how
 * soon after the end of a client's newest span its requests came in, the least of many. By that much its clock is behind
 * at most, and at least by as much less as it waits before it sends.
 */
export function secondsOfEnd(endMs: number, leastLagMs: number | null): number[] {
  const second = Math.floor(endMs / 1_000);
  const seconds = new Set<number>();
  for (let at = usual.from; at <= usual.to; at++) seconds.add(second + at);
  if (leastLagMs !== null) {
    const from = Math.floor((endMs + leastLagMs - exportMsMax) / 1_000);
    const to = Math.floor((endMs + leastLagMs) / 1_000);
    for (let at = from; at <= to; at++) seconds.add(at);
  }
  return [...seconds];
}
