import { parseLlmQuery } from "@triops/domains/llm-traces/query";
import { llmFacets } from "@triops/telemetry/llm/facets";
import type { Scored } from "@triops/telemetry/llm/filter";
import { scoreKey } from "@triops/telemetry/llm/filter";
import { llmGroups } from "@triops/telemetry/llm/groups";
import { locateLlmTrace } from "@triops/telemetry/llm/locate";
import type { LlmOrder } from "@triops/telemetry/llm/place";
import { searchLlmTraces } from "@triops/telemetry/llm/search";
import { llmTimeline } from "@triops/telemetry/llm/timeline";
import { llmTree } from "@triops/telemetry/llm/tree";
import { around } from "@triops/telemetry/traces/locate";
import type { ListBench } from "./list.ts";

const spansTotal = 5_000_000;
const spansPerTrace = 5;
const perInsert = 100_000;
const days = 7;
const dayMs = 86_400_000;

/**
 * A week of five million spans about models, five a trace: an agent, two calls of six models, a tool and a step. One in
 * a hundred failed, costs over three orders of magnitude, one call in two hundred has no known price.
 */
const insertSql = `
  INSERT INTO llm_spans (workspace_id, time, duration_ns, trace_id, span_id, parent_span_id, source, dialect, kind, name,
    trace_name, service, environment, route, provider, model, response_id, operation, status, status_message, user,
    session, tags, metadata_names, metadata_values, prompt_name, prompt_version, usage_names, usage_values, input_tokens,
    output_tokens, cost, unpriced, counts, input_preview, output_preview, input_text, output_text, agent_name, tool_names,
    revision, retention_days, received_at)
  SELECT {workspaceId:UUID},
    fromUnixTimestamp64Nano({firstMs:Int64} * 1000000 + toInt64(intDiv(number, ${spansPerTrace}))
      * ${(days * dayMs * 1e6 * spansPerTrace) / spansTotal} + place * 1000000, 'UTC') AS at,
    toUInt64(exp2(24 + 10 * randCanonical(number))), lower(hex(MD5(toString(trace)))), lower(hex(sipHash64(number))),
    if(place = 0, '', lower(hex(sipHash64(trace * ${spansPerTrace})))), if(isCall, 'gateway', 'otlp'), 'gen_ai',
    ['agent', 'generation', 'tool', 'generation', 'chain'][place + 1], ['helper', 'chat', 'track', 'chat', 'step'][place + 1],
    'helper', ['helpdesk', 'search', 'writer', 'coder'][trace % 4 + 1], ['production', 'staging'][if(trace % 10 = 0, 2, 1)],
    if(isCall, 'smart', ''), if(isCall, ['openai', 'anthropic', 'google'][model % 3 + 1], ''),
    if(isCall, ['gpt-5', 'claude-sonnet-5', 'gemini-3-pro', 'gpt-5-mini', 'claude-haiku-5', 'gemini-3-flash'][model + 1], ''),
    if(isCall, concat('chatcmpl-', toString(sipHash64(number, 2))), ''), if(isCall, 'chat', ''),
    if(failed, 'error', 'ok'), if(failed, 'overloaded, try again', ''), concat('user-', toString(trace % 20000)),
    concat('session-', toString(intDiv(trace, 4))), if(trace % 50 = 0, ['beta'], []), ['plan'], [['free', 'pro'][trace % 2 + 1]],
    if(isCall, concat('prompt-', toString(trace % 40)), ''), if(isCall, toUInt32(trace % 12 + 1), 0),
    if(isCall, ['input', 'output'], []), if(isCall, [tokensIn, tokensOut], []), if(isCall, tokensIn, 0), if(isCall, tokensOut, 0),
    if(isCall AND number % 200 != 1, toDecimal64(tokensIn * 0.00000125 + tokensOut * 0.00001, 12), NULL),
    if(isCall AND number % 200 = 1, 'unknown_model', ''), isCall,
    concat('Where is parcel ', toString(sipHash64(number, 4) % 1000000)), 'It left the depot this morning.',
    concat('Where is parcel ', toString(sipHash64(number, 4) % 1000000), '? I ordered it on day ', toString(trace % 365),
      ' and nobody at ', ['Graz', 'Vienna', 'Linz', 'Wels'][trace % 4 + 1], ' has seen it. You are a helpful assistant of a parcel service.'),
    concat('It left the depot in ', ['Graz', 'Vienna', 'Linz', 'Wels'][trace % 4 + 1], ' this morning, order ', toString(sipHash64(number, 5) % 1000000)),
    if(place = 0, 'helper', ''), if(place = 2, ['track'], []), 0, 30, toDateTime64(at, 3)
  FROM (
    SELECT number, number % ${spansPerTrace} AS place, intDiv(number, ${spansPerTrace}) AS trace, place IN (1, 3) AS isCall,
      sipHash64(number, 1) % 100 = 0 AS failed, sipHash64(number, 6) % 6 AS model,
      toUInt64(exp2(6 + 9 * randCanonical(number + 1))) AS tokensIn, toUInt64(exp2(3 + 8 * randCanonical(number + 2))) AS tokensOut
    FROM numbers({first:UInt64}, ${perInsert})
  )`;

export const llm: ListBench = {
  name: "llm",
  async prepare({ telemetry, workspaceId }) {
    const nowMs = Date.now();
    for (let first = 0; first < spansTotal; first += perInsert) {
      const params = { workspaceId, firstMs: nowMs - days * dayMs, first };
      await telemetry.command({ name: "bench", sql: insertSql, params, timeoutSeconds: 120 });
    }
    const ask = (hours: number, q = "", scored: Scored = new Map()) => ({
      workspaceId,
      window: { from: new Date(nowMs - hours * 3_600_000), to: new Date(nowMs) },
      filter: parseLlmQuery(q),
      scored,
    });
    const week = 24 * days;
    const newest = await searchLlmTraces(telemetry, { ...ask(week), limit: 200 });
    const cursor = newest.nextCursor ?? undefined;
    const { traceId = "", time = new Date(nowMs) } = newest.data[0] ?? {};
    const scored = new Map([[scoreKey("helpful", "<", "0.5"), newest.data.map((line) => line.traceId)]]);
    const list = (hours: number, q?: string, order?: LlmOrder) => () =>
      searchLlmTraces(telemetry, { ...ask(hours, q), ...(order ? { order } : {}) });
    return {
      "list, last day": list(24),
      "list, a week": list(week),
      "list, second page of a week": () => searchLlmTraces(telemetry, { ...ask(week), cursor }),
      "list, dearest of a day": list(24, "", "cost"),
      "list, dearest of a week": list(week, "", "cost"),
      "list, most tokens of a day": list(24, "", "tokens"),
      "list, slowest of a day": list(24, "", "slowest"),
      "list, a model in a week": list(week, "model:gpt-5"),
      "list, dear calls in a week": list(week, "cost>0.04"),
      "list, slow errors in a week": list(week, "status:error latency>10s"),
      "list, a user in a week": list(week, "user:user-4242"),
      "list, a session in a week": list(week, "session:session-4242"),
      "list, a version of a prompt in a week": list(week, "prompt:prompt-7 version:3"),
      "list, without a price in a week": list(week, "unpriced:*"),
      "list, words in a week": list(week, '"left the depot in graz"'),
      "list, a rare word in a week": list(week, "424242"),
      "list, by a score in a week": () => searchLlmTraces(telemetry, ask(week, "score.helpful<0.5", scored)),
      "timeline, last day": () => llmTimeline(telemetry, ask(24)),
      "timeline, a week": () => llmTimeline(telemetry, ask(week)),
      "facets, a week": () => llmFacets(telemetry, ask(week)),
      "sessions, last day": () => llmGroups(telemetry, { ...ask(24), by: "session" }),
      "users by cost, last day": () => llmGroups(telemetry, { ...ask(24), by: "user", order: "cost" }),
      "a trace by its id": () => locateLlmTrace(telemetry, { workspaceId, traceId, now: new Date(nowMs) }),
      "a trace's tree": () => llmTree(telemetry, { workspaceId, traceId, window: around(time.getTime()) }),
    };
  },
};
