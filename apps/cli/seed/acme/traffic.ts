import { type Chance, chanceOf } from "../chance.ts";
import { busyness, dayMs, minuteMs } from "../span-of-days.ts";
import type { World } from "../world.ts";
import { type SeedLog, type SeedSpan, storeLogs, storeSpans } from "../write.ts";
import { brokenness, deploy, slowness } from "./story-deploy.ts";

/** Traces of a busy minute. They stand for a sample of the shop's traffic. */
const tracesPerMinute = 2;
/** Older days gather their traces in every quarter of an hour, which makes fewer minutes to roll up. */
const coarseMinutes = 15;
/** How far back every minute has traces of its own, and every order its log lines. */
const denseMs = 2 * dayMs;

const products = ["walnut-desk", "oak-shelf", "linen-sofa", "brass-lamp", "wool-rug"] as const;

type Drawn = { spans: SeedSpan[]; logs: SeedLog[] };

/** Requests through the shop: traces with their log lines, a day at a time. */
export async function seedTraffic(world: World): Promise<void> {
  for (const { day, fromMs, toMs } of world.days.each()) {
    const drawn: Drawn = { spans: [], logs: [] };
    for (let atMs = fromMs; atMs < toMs; atMs += minuteMs) drawMinute(world, atMs, drawn);
    await storeSpans(world, drawn.spans, `traffic-${day}`);
    await storeLogs(world, drawn.logs, `traffic-${day}`);
  }
}

function drawMinute(world: World, atMs: number, drawn: Drawn): void {
  const dense = atMs >= world.days.toMs - denseMs;
  const gathered = dense ? 1 : coarseMinutes;
  if (!dense && (atMs / minuteMs) % coarseMinutes !== 0) return;
  const chance = chanceOf(`traffic ${world.days.dayOf(atMs)} ${atMs % dayMs}`);
  const wanted = tracesPerMinute * gathered * busyness(atMs);
  const count = Math.floor(wanted) + (chance.happens(wanted % 1) ? 1 : 0);
  for (let i = 0; i < count; i++) {
    // They end well within their minute, so that their parts are counted together.
    const startMs = atMs + chance.between(0, 50_000);
    if (chance.happens(0.3)) order(world, chance, startMs, dense, drawn);
    else browse(world, chance, startMs, drawn);
  }
}

/** A duration with a long tail, ms. */
const took = (chance: Chance, medianMs: number) => medianMs * Math.exp(0.35 * chance.normal());

function browse({ days }: World, chance: Chance, startMs: number, { spans, logs }: Drawn): void {
  const traceId = chance.hex(32);
  const [page, api, query] = [chance.hex(16), chance.hex(16), chance.hex(16)];
  const slow = slowness(days, startMs);
  const queryMs = took(chance, 6) * (1 + 60 * slow);
  const apiMs = queryMs + took(chance, 5);
  const pageMs = apiMs + took(chance, 18);
  const failed = slow > 0 && chance.happens(0.08) ? "upstream request timed out" : undefined;
  const product = chance.pick(products);
  spans.push(
    {
      ...{ traceId, spanId: page, parentSpanId: "", service: "storefront", kind: "server", failed },
      ...{ name: "GET /products/{id}", startMs, durationMs: pageMs },
      attributes: [
        ["http.request.method", "GET"],
        ["http.route", "/products/{id}"],
        ["http.response.status_code", failed ? "504" : "200"],
        ["url.path", `/products/${product}`],
      ],
    },
    {
      ...{ traceId, spanId: api, parentSpanId: page, service: "catalog", kind: "server", failed },
      ...{ name: "GET /v1/products/{id}", startMs: startMs + 4, durationMs: apiMs },
      attributes: [
        ["http.request.method", "GET"],
        ["http.route", "/v1/products/{id}"],
        ["http.response.status_code", failed ? "504" : "200"],
      ],
    },
    {
      ...{ traceId, spanId: query, parentSpanId: api, service: "catalog", kind: "client" },
      ...{ name: "SELECT products", startMs: startMs + 6, durationMs: queryMs },
      attributes: [
        ["db.system.name", "postgresql"],
        ["db.namespace", "catalog"],
        ["db.operation.name", "SELECT"],
        ["db.query.text", "SELECT * FROM products WHERE slug = $1"],
      ],
    },
  );
  if (slow > 0)
    logs.push({
      ...{ atMs: startMs + queryMs, service: "catalog", level: "warn", traceId, spanId: query },
      body: `slow query: SELECT products took ${Math.round(queryMs)} ms, sequential scan on products`,
    });
}

function order({ days }: World, chance: Chance, startMs: number, dense: boolean, drawn: Drawn): void {
  const { spans, logs } = drawn;
  const traceId = chance.hex(32);
  const ids = Array.from({ length: 6 }, () => chance.hex(16));
  const [page = "", orders = "", charge = "", score = "", publish = "", pack = ""] = ids;
  const number = chance.whole(100_000, 999_999);
  const broken = brokenness(days, startMs);
  const failed = chance.happens(broken * 0.55 + 0.004);
  const scoreMs = took(chance, 7);
  const chargeMs = scoreMs + took(chance, 70) * (1 + 7 * broken);
  const ordersMs = chargeMs + took(chance, 14);
  const said = failed ? (broken > 0 ? "card gateway: signature does not match" : "card declined") : undefined;
  const status = failed ? (broken > 0 ? "502" : "402") : "201";
  // A declined card is no fault of the shop's.
  const fault = broken > 0 ? said : undefined;
  const release = broken > 0 ? deploy.badRelease : deploy.goodRelease;
  const request = (path: string): [string, string][] => [
    ["http.request.method", "POST"],
    ["http.route", path],
    ["http.response.status_code", status],
  ];
  spans.push(
    {
      ...{ traceId, spanId: page, parentSpanId: "", service: "storefront", kind: "server", failed: fault },
      ...{ name: "POST /checkout", startMs, durationMs: ordersMs + took(chance, 12) },
      attributes: request("/checkout"),
    },
    {
      ...{ traceId, spanId: orders, parentSpanId: page, service: "checkout", kind: "server", failed: fault },
      ...{ name: "POST /v1/orders", startMs: startMs + 3, durationMs: ordersMs },
      attributes: [...request("/v1/orders"), ["order.number", String(number)]],
    },
    {
      ...{
        traceId,
        spanId: charge,
        parentSpanId: orders,
        service: "payments",
        kind: "server",
        failed: fault,
      },
      ...{ name: "POST /v1/charges", startMs: startMs + 7, durationMs: chargeMs },
      attributes: [...request("/v1/charges"), ["service.version", release]],
    },
    {
      ...{ traceId, spanId: score, parentSpanId: charge, service: "fraud-scoring", kind: "server" },
      ...{ name: "POST /score", startMs: startMs + 9, durationMs: scoreMs },
      attributes: [
        ["http.request.method", "POST"],
        ["http.route", "/score"],
        ["http.response.status_code", "200"],
      ],
    },
  );
  if (!failed) {
    const queue: [string, string][] = [
      ["messaging.system", "rabbitmq"],
      ["messaging.destination.name", "orders"],
    ];
    spans.push(
      {
        ...{ traceId, spanId: publish, parentSpanId: orders, service: "checkout", kind: "producer" },
        ...{ name: "orders publish", startMs: startMs + ordersMs - 4, durationMs: 3 },
        attributes: queue,
      },
      {
        ...{ traceId, spanId: pack, parentSpanId: publish, service: "orders-worker", kind: "consumer" },
        ...{ name: "orders process", startMs: startMs + ordersMs + 20, durationMs: took(chance, 120) },
        attributes: queue,
      },
    );
  }
  if (said) {
    logs.push({
      ...{ atMs: startMs + chargeMs, service: "payments", level: broken > 0 ? "error" : "warn" },
      ...{ traceId, spanId: charge, body: `charge for order ${number} failed: ${said}` },
      attributes: [["release", release]],
    });
    if (broken > 0)
      logs.push({
        ...{ atMs: startMs + ordersMs, service: "checkout", level: "error", traceId, spanId: orders },
        body: `order ${number} not placed: payments answered 502`,
      });
  } else if (dense || chance.happens(0.1)) {
    logs.push({
      ...{ atMs: startMs + ordersMs, service: "checkout", level: "info", traceId, spanId: orders },
      body: `order ${number} placed in ${Math.round(ordersMs)} ms`,
    });
    logs.push({
      ...{ atMs: startMs + ordersMs + 150, service: "orders-worker", level: "info", traceId, spanId: pack },
      body: `order ${number} packed`,
    });
  }
}
