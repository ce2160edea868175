import { parseTraceQuery } from "@triops/domains/traces/query";
import { spanFacets } from "@triops/telemetry/traces/facets";
import { spanLatency } from "@triops/telemetry/traces/latency";
import { around, locateTrace } from "@triops/telemetry/traces/locate";
import { searchTraces } from "@triops/telemetry/traces/search";
import { traceSkeleton } from "@triops/telemetry/traces/skeleton";
import type { ListBench } from "./list.ts";

const spansTotal = 5_000_000;
const spansPerTrace = 10;
const perInsert = 250_000;
const dayMs = 86_400_000;

/**
 * A day of five million spans, evenly spread, ten a trace over ten services: one in a hundred failed, durations over
 * three orders of magnitude, ids and texts that hardly repeat.
 */
const insertSql = `
  INSERT INTO spans (workspace_id, service, time, duration_ns, trace_id, span_id, parent_span_id, name, kind, status,
    status_message, session_id, is_entry, attributes, resource, retention_days)
  SELECT {workspaceId:UUID},
    ['web', 'checkout', 'payments', 'stock', 'mail', 'search', 'cart', 'ledger', 'gateway', 'users'][place + 1] AS service,
    fromUnixTimestamp64Nano({firstMs:Int64} * 1000000 + toInt64(intDiv(number, ${spansPerTrace}))
      * ${(dayMs * 1e6 * spansPerTrace) / spansTotal} + place * 1000000, 'UTC'),
    toUInt64(exp2(20 + 10 * randCanonical(number)) / (place + 1)),
    lower(hex(MD5(toString(intDiv(number, ${spansPerTrace}))))), lower(hex(sipHash64(number))),
    if(place = 0, '', lower(hex(sipHash64(number - 1)))),
    ['GET /', 'POST /pay', 'SELECT shop.orders', 'redis GET', 'render', 'authorise', 'publish order', 'send mail',
      'price', 'GET /users'][place + 1],
    ['server', 'client', 'internal'][place % 3 + 1], if(failed, 'error', 'unset'), if(failed, 'no stock left', ''),
    if(place = 0, concat('session-', toString(intDiv(number, 1000))), ''), place % 3 = 0,
    map('http.request.method', 'GET', 'url.path', concat('/api/orders/', toString(sipHash64(number, 2) % 100000)),
      'http.response.status_code', if(failed, '500', '200'), 'user.id', toString(sipHash64(number, 3) % 50000),
      'db.query.text', concat('SELECT * FROM orders WHERE id = ', toString(sipHash64(number, 4) % 100000))),
    map('service.name', service, 'host.name', concat('host-', toString(place))), 30
  FROM (
    SELECT number, number % ${spansPerTrace} AS place, sipHash64(number, 1) % 100 = 0 AS failed
    FROM numbers({first:UInt64}, ${perInsert})
  )`;

export const traces: ListBench = {
  name: "traces",
  async prepare({ telemetry, workspaceId }) {
    const nowMs = Date.now();
    for (let first = 0; first < spansTotal; first += perInsert) {
      const params = { workspaceId, firstMs: nowMs - dayMs, first };
      await telemetry.command({ name: "bench", sql: insertSql, params, timeoutSeconds: 120 });
    }
    const ask = (hours: number, q = "") => ({
      workspaceId,
      window: { from: new Date(nowMs - hours * 3_600_000), to: new Date(nowMs) },
      filter: parseTraceQuery(q),
    });
    const newest = await searchTraces(telemetry, ask(24));
    const cursor = newest.nextCursor ?? undefined;
    const { traceId = "", time = new Date(nowMs) } = newest.data[0] ?? {};
    const list = (hours: number, q?: string) => () => searchTraces(telemetry, ask(hours, q));
    return {
      "list, last hour": list(1),
      "list, last day": list(24),
      "list, second page of a day": () => searchTraces(telemetry, { ...ask(24), cursor }),
      "list, slowest of an hour": () => searchTraces(telemetry, { ...ask(1), order: "slowest" }),
      "list, slowest of a day": () => searchTraces(telemetry, { ...ask(24), order: "slowest" }),
      "list, a service in a day": list(24, "service:checkout"),
      "list, slow calls of a service in a day": list(24, "service:checkout duration>300ms"),
      "list, errors in a day": list(24, "status:error"),
      "list, an attribute in a day": list(24, "attr.user.id:1234"),
      "list, a rare attribute in a day": list(24, "url.path:/api/orders/4242"),
      "list, words in a day": list(24, '"no stock"'),
      "list, a rare word in a day": list(24, "77777"),
      "list, a session in a day": list(24, "session:session-4242"),
      "latency, last hour": () => spanLatency(telemetry, ask(1)),
      "latency, last day": () => spanLatency(telemetry, ask(24)),
      "latency, a service in a day": () => spanLatency(telemetry, ask(24, "service:checkout")),
      "facets, last day": () => spanFacets(telemetry, ask(24)),
      "facets, errors in a day": () => spanFacets(telemetry, ask(24, "status:error")),
      "a trace by its id": () => locateTrace(telemetry, { workspaceId, traceId, now: new Date(nowMs) }),
      "a trace's spans": () =>
        traceSkeleton(telemetry, { workspaceId, traceId, window: around(time.getTime()) }),
    };
  },
};
