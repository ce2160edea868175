import { invalid, notFound } from "@triops/kernel/errors";
import {
  bodiesOfSpans,
  callsOfTraces,
  type SessionCall,
  type SessionTrace,
  sessionTraces,
} from "@triops/telemetry/llm/conversation";
import type { LlmBody } from "@triops/telemetry/llm/map/body";
import { llmTraceSummaries } from "@triops/telemetry/llm/summaries";
import { around } from "@triops/telemetry/traces/locate";
import { windowOf } from "../query-text.ts";
import { defineQuery, type Reading } from "../verb.ts";
import { addCall, type Thread } from "./conversation.ts";
import { withScores } from "./read.ts";
import { type ConversationTurn, conversationInput, conversationPage, type LlmMessage } from "./schemas.ts";

type Told = ConversationTurn["calls"][number];

/** Sessions go on for days; of older ones the stretch is named. */
const usualMs = 30 * 86_400_000;
/** Traces before a page that tell what was said already: the last calls before it repeat it. */
const earlierTraces = 2;
/** Of a trace; more are an agent's loop that its own page tells better. */
const callsPerTurnMax = 30;
const textCharsMax = 50_000;

/**
 * A session as one running conversation: its traces in order, each with the messages that were not said before. A page
 * knows what was said before it from the two traces before.
 * @throws notFound, invalid
 */
export const getConversation = defineQuery({
  name: "llm-traces.getConversation",
  permission: "llm-traces:read",
  input: conversationInput,
  output: conversationPage,
  run: async (reading, { session, cursor, limit, ...range }) => {
    const { workspaceId, now } = reading.context;
    const { telemetry } = reading.runtime;
    const asked = { workspaceId, window: windowOf(range, now, usualMs), session };
    const after = cursor === undefined ? undefined : parsePlace(cursor);
    const [found, earlier] = await Promise.all([
      sessionTraces(telemetry, { ...asked, limit: limit + 1, ...(after ? { after } : {}) }),
      after ? sessionTraces(telemetry, { ...asked, limit: earlierTraces, before: next(after) }) : [],
    ]);
    if (found.length === 0 && !after) throw notFound("session");
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const turns = await turnsOf(reading, [...earlier.reverse(), ...shown]);
    return {
      data: turns.slice(earlier.length),
      nextCursor: last ? `${last.startNs}-${last.traceId}` : null,
    };
  },
});

/** The place right behind one: `before` it is this one and what lies before. */
const next = ({ startNs, traceId }: SessionTrace): SessionTrace => ({ startNs, traceId: `${traceId}g` });

async function turnsOf(reading: Reading, traces: readonly SessionTrace[]): Promise<ConversationTurn[]> {
  if (traces.length === 0) return [];
  const { telemetry } = reading.runtime;
  const { workspaceId } = reading.context;
  const traceIds = traces.map(({ traceId }) => traceId);
  const times = traces.map(({ startNs }) => Number(BigInt(startNs) / 1_000_000n));
  const window = around(Math.min(...times), Math.max(...times));
  const question = { workspaceId, window };
  const [summaries, found] = await Promise.all([
    llmTraceSummaries(
      telemetry,
      workspaceId,
      traces.map(({ traceId }, place) => ({ traceId, timeMs: times[place] as number })),
    ),
    callsOfTraces(telemetry, { ...question, traceIds }),
  ]);
  const callsOf = new Map(traceIds.map((id) => [id, found.filter(({ traceId }) => traceId === id)]));
  const told = traceIds.map((id) => counting(callsOf.get(id) ?? []));
  const spans = told.flatMap((calls) => calls.slice(0, callsPerTurnMax));
  const bodies = await bodiesOfSpans(telemetry, { ...question, spans });
  const lines = await withScores(
    reading,
    traceIds.flatMap((id) => {
      const summary = summaries.get(id);
      return summary ? [{ ...summary, spanId: callsOf.get(id)?.[0]?.spanId ?? "" }] : [];
    }),
  );
  const lineOf = new Map(lines.map((line) => [line.traceId, line] as const));
  const threads: Thread[] = [];
  return traceIds.flatMap((traceId, place) => {
    const calls = told[place] ?? [];
    const line = lineOf.get(traceId);
    if (!line) return [];
    const shown = tell(calls.slice(0, callsPerTurnMax), bodies, threads);
    return [{ ...line, time: line.time as never, calls: shown, callsLeftOut: calls.length - shown.length }];
  });
}

/** Rows that repeat others (a client's own of a call that went through the gateway) are told only where they are alone. */
function counting(calls: readonly SessionCall[]): readonly SessionCall[] {
  const counted = calls.filter(({ counts }) => counts);
  return counted.length > 0 ? counted : calls;
}

/** What the calls of a trace add. The line that ends it is the conversation; calls of other lines are steps on the way. */
function tell(
  calls: readonly SessionCall[],
  bodies: ReadonlyMap<string, LlmBody>,
  threads: Thread[],
): Told[] {
  const added = calls.map((call) => {
    const body = bodies.get(`${call.traceId}${call.spanId}`);
    const { input = [], output = [] } = body ?? {};
    const { name, agent } = call;
    return { call, body, ...addCall(threads, { name, agent, input, output }) };
  });
  const line = added.at(-1)?.thread;
  const toolNames = new Map<string, string>();
  return added.map(({ call, body, thread, messages }) => ({
    spanId: call.spanId,
    name: call.name,
    model: call.model,
    isStep: thread !== line,
    error: call.status === "error" ? call.statusMessage || "failed" : "",
    messages: messages.map((message) => cut(message, toolNames)),
    isLeftOut: body === undefined,
  }));
}

/** Whole documents that were handed over stay with their span. What a tool answered gets the name it was called by. */
const cut = ({ role, parts }: LlmMessage, toolNames: Map<string, string>): LlmMessage => ({
  role,
  parts: parts.map((part) => {
    if (part.type === "tool_call") toolNames.set(part.id, part.name);
    const known = part.type === "tool_result" && part.name === "" ? toolNames.get(part.id) : undefined;
    return cutPart(known ? ({ ...part, name: known } as typeof part) : part);
  }),
});

function cutPart(part: LlmMessage["parts"][number]): LlmMessage["parts"][number] {
  switch (part.type) {
    case "text":
    case "reasoning":
      return { ...part, text: cutText(part.text) };
    case "tool_call":
      return { ...part, arguments: cutText(part.arguments) };
    case "tool_result":
      return { ...part, result: cutText(part.result) };
    case "media":
      return part;
  }
}
const cutText = (text: string): string =>
  text.length <= textCharsMax ? text : `${text.slice(0, textCharsMax)}…`;

/** @throws invalid */
function parsePlace(cursor: string): SessionTrace {
  const [, startNs, traceId] = /^(\d{1,18}|[1-8]\d{18})-([0-9a-f]{32})$/.exec(cursor) ?? [];
  if (startNs === undefined || traceId === undefined) throw invalid("Not a cursor of this list");
  return { startNs, traceId };
}
