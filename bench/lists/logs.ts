import { parseLogQuery } from "@triops/domains/logs/query";
import { logFacets } from "@triops/telemetry/logs/facets";
import { logHistogram } from "@triops/telemetry/logs/histogram";
import { searchLogs } from "@triops/telemetry/logs/search";
import { countTemplates } from "@triops/telemetry/logs/templates";
import { putLogs, type TestLog } from "@triops/telemetry/logs/testing";
import type { ListBench } from "./list.ts";

const logsTotal = 1_000_000;
const perInsert = 20_000;
const dayMs = 86_400_000;

const services = ["checkout", "catalogue", "mailer", "search", "payments", "gateway", "orders", "ledger"];
const messages: readonly (readonly [severity: number, text: (n: number) => string])[] = [
  [9, (n) => `GET /api/products/${n % 5_000} 200 ${n % 90}ms`],
  [9, (n) => `order ${n} accepted for customer c${n % 700} in ${n % 300} ms`],
  [5, (n) => `cache refreshed: ${n % 9_000} entries in ${n % 40} ms`],
  [13, (n) => `payment provider slow: attempt ${n % 4} took ${2_000 + (n % 5_000)} ms`],
  [17, (n) => `connect to smtp-${n % 3}.example.com:25 failed: Connection timed out`],
];

/** A day of one million lines, evenly spread, one in 997 with a rare word. */
function logAt(n: number, firstMs: number): TestLog {
  const kind = n % 23 === 0 ? 4 : n % 17 === 0 ? 3 : n % 3;
  const [severityNumber, text] = messages[kind] as (typeof messages)[number];
  return {
    time: new Date(firstMs + Math.floor((n * dayMs) / logsTotal)),
    body: n % 997 === 0 ? `${text(n)} zebra` : text(n),
    service: services[n % services.length] as string,
    severityNumber,
    traceId: n.toString(16).padStart(32, "a"),
    spanId: n.toString(16).padStart(16, "b"),
    templateId: `${kind}`.padStart(16, "0"),
    attributes: {
      "http.request.method": n % 2 === 0 ? "GET" : "POST",
      "http.response.status_code": String(n % 31 === 0 ? 500 : 200),
      "user.id": String(n % 2_000),
      "thread.id": String(n % 16),
    },
    resource: {
      "service.name": services[n % services.length] as string,
      "host.name": `host-${n % 40}`,
      "deployment.environment.name": "production",
    },
  };
}

export const logs: ListBench = {
  name: "logs",
  async prepare({ telemetry, workspaceId }) {
    const nowMs = Date.now();
    const firstMs = nowMs - dayMs;
    for (let first = 0; first < logsTotal; first += perInsert) {
      const batch = Array.from({ length: perInsert }, (_, i) => logAt(first + i, firstMs));
      await putLogs(telemetry, workspaceId, batch, 30);
    }
    const window = (hours: number) => ({ from: new Date(nowMs - hours * 3_600_000), to: new Date(nowMs) });
    const ask = (hours: number, q = "") => ({ workspaceId, window: window(hours), filter: parseLogQuery(q) });
    const middle = `${BigInt(nowMs - dayMs / 2) * 1_000_000n}-1`;
    return {
      "list, last hour": () => searchLogs(telemetry, { ...ask(1), limit: 200 }),
      "list, last day": () => searchLogs(telemetry, { ...ask(24), limit: 200 }),
      "list, a page in the middle of the day": () =>
        searchLogs(telemetry, { ...ask(24), limit: 200, cursor: middle }),
      "list, errors of a service in a day": () =>
        searchLogs(telemetry, { ...ask(24, "service:checkout level>=error"), limit: 200 }),
      "list, a rare word in a day": () => searchLogs(telemetry, { ...ask(24, "zebra"), limit: 200 }),
      "list, one attribute in a day": () =>
        searchLogs(telemetry, { ...ask(24, "attr.user.id:42"), limit: 200 }),
      "list, one trace in a day": () =>
        searchLogs(telemetry, {
          ...ask(24, `trace:${(123_456).toString(16).padStart(32, "a")}`),
          limit: 200,
        }),
      "histogram, last hour": () => logHistogram(telemetry, ask(1)),
      "histogram, last day": () => logHistogram(telemetry, ask(24)),
      "histogram, a word in a day": () => logHistogram(telemetry, ask(24, "refreshed")),
      "facets, last hour": () => logFacets(telemetry, ask(1)),
      "facets, last day": () => logFacets(telemetry, ask(24)),
      "facets, errors in a day": () => logFacets(telemetry, ask(24, "level>=error")),
      "templates, last hour": () => countTemplates(telemetry, ask(1)),
      "templates, last 12 hours": () => countTemplates(telemetry, ask(12)),
    };
  },
};
