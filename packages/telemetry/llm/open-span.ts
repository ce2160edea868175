import type { Telemetry, Window } from "../client/telemetry.ts";
import { findSpan, type SpanBody } from "../traces/span.ts";
import { type LlmBody, readLlmBody } from "./map/body.ts";
import { type LoggedMessage, messageLogs } from "./message-logs.ts";
import { findLlmSpan, type LlmSpanFacts } from "./span.ts";

export type OpenedSpan = {
  facts: LlmSpanFacts;
  /** Null where the span itself is not stored any more. */
  stored: SpanBody | null;
  body: LlmBody;
};

const nothing: LlmBody = { input: [], output: [], tools: [], documents: [], parameters: [] };

/** Everything known of one span: its facts, and its bodies mapped again from the attributes as they came. */
export async function openLlmSpan(
  telemetry: Telemetry,
  question: { workspaceId: string; traceId: string; spanId: string; window: Window },
): Promise<OpenedSpan | null> {
  const [facts, stored] = await Promise.all([
    findLlmSpan(telemetry, question),
    findSpan(telemetry, question),
  ]);
  if (!facts) return null;
  const body = stored ? await bodyOf(stored, () => messageLogs(telemetry, question)) : nothing;
  return { facts, stored, body };
}

/** Some SDKs log messages apart from the span: those records are read as its events. */
async function bodyOf(stored: SpanBody, logs: () => Promise<LoggedMessage[]>): Promise<LlmBody> {
  const attributes = Object.entries(stored.attributes);
  const events = stored.eventNames.map((name, place) => ({
    timeNs: 0n,
    name,
    attributes: Object.entries(stored.eventAttributes[place] ?? {}),
  }));
  const body = readLlmBody({ attributes, events, scopeName: stored.scopeName });
  if (body.input.length > 0 || body.output.length > 0) return body;
  const logged = (await logs()).map((event) => ({ timeNs: 0n, ...event }));
  return logged.length === 0
    ? body
    : readLlmBody({ attributes, events: logged, scopeName: stored.scopeName });
}
