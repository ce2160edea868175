import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, expect, it } from "vitest";
import { levelOf } from "../otlp/log-model.ts";
import type { LogFilter, LogOperator } from "./filter.ts";
import { logMatcher } from "./match.ts";
import { searchLogs } from "./search.ts";
import { putLogs, type TestLog } from "./testing.ts";

const workspaceId = "01890000-0000-7000-8000-000000000001";
const base = Date.now() - 600_000;
const window = { from: new Date(base - 1_000), to: new Date(base + 60_000) };

const logs: TestLog[] = [
  { body: "GET /health 200", service: "shop", attributes: { status: "200", user: "" } },
  { body: "Payment REFUSED for 100% of A_B", service: "shop", severityNumber: 17, traceId: "a".repeat(32) },
  { body: "grüße aus Zürich", service: "mail", resource: { "host.name": "h1", user: "root" } },
  { body: "a*b", service: "", severityNumber: 13, attributes: { status: " 17.5 ", user: "ann" } },
  { body: "aXXbYYc", service: "shop-eu", severityNumber: 1, templateId: "ab12", sessionId: "s 1" },
].map((log, i) => ({ ...log, time: new Date(base + i * 1_000) }));

let store: TestTelemetry;
beforeAll(async () => {
  store = await createTestTelemetry();
  await putLogs(store.telemetry, workspaceId, logs);
});
afterAll(() => store.drop());

const column = (
  name: "service" | "level" | "body" | "trace" | "template" | "session",
  op: LogOperator,
  value: string,
) => ({ kind: "compare", field: { kind: "column", name }, op, value }) as const;
const key = (kind: "attribute" | "resource" | "either", name: string, op: LogOperator, value: string) =>
  ({ kind: "compare", field: { kind, key: name }, op, value }) as const;
const text = (word: string) => ({ kind: "text", text: word }) as const;

const filters: LogFilter[] = [
  text("refused"),
  text("100%"),
  text("a_b"),
  text("GRÜSSE"),
  text("grüße"),
  column("service", "=", "shop"),
  column("service", "!=", "shop"),
  column("service", "=", "shop*"),
  column("service", "!=", "*op"),
  column("service", "=", "*"),
  column("service", "!=", "*"),
  column("level", ">=", "warn"),
  column("level", "<", "info"),
  column("level", "!=", "info"),
  column("body", "=", "A*B*C"),
  column("body", "=", "a*b"),
  column("trace", "=", "A".repeat(32)),
  column("template", "=", "AB12"),
  column("session", "=", "*"),
  key("attribute", "status", ">", "17"),
  key("attribute", "status", "<=", "200"),
  key("attribute", "user", "=", "*"),
  key("attribute", "user", "=", ""),
  key("either", "user", "=", "root"),
  key("either", "user", "!=", "*"),
  key("resource", "host.name", "=", "h*"),
  { kind: "not", part: { kind: "any", parts: [text("get"), column("level", "=", "error")] } },
  { kind: "all", parts: [] },
  { kind: "any", parts: [] },
];

it.each(filters.map((filter) => [JSON.stringify(filter), filter] as const))(
  "%s fits the same records at hand as in the store",
  async (_name, filter) => {
    const { data } = await searchLogs(store.telemetry, { workspaceId, window, filter, order: "oldest" });
    const matches = logMatcher(filter);
    const atHand = logs.filter((log) =>
      matches({
        service: "",
        traceId: "",
        spanId: "",
        sessionId: "",
        templateId: "",
        eventName: "",
        scopeName: "",
        level: levelOf(log.severityNumber ?? 9, ""),
        ...log,
        attributes: Object.entries(log.attributes ?? {}),
        resource: Object.entries(log.resource ?? {}),
      }),
    );
    expect(atHand.map((log) => log.body)).toEqual(data.map((line) => line.body));
  },
);
