import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { parseJson } from "@triops/kernel/json";
import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import { BadAlerts, type ReadAlerts } from "@triops/telemetry/alertmanager/outside-alert";
import { readPostedAlerts } from "@triops/telemetry/alertmanager/posted-alerts";
import { readWebhook, type WebhookGroup } from "@triops/telemetry/alertmanager/webhook";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Budget, checkEncoding, inflate, readBody } from "../ingest/body.ts";
import { IngestFault } from "../ingest/fault.ts";
import type { IngestCounts } from "../ingest/ingest-counts.ts";
import { faultOf } from "../ingest/otlp-reply.ts";
import { append, partsOf } from "../intake/append.ts";
import { type Admission, admit } from "../snapshot/admit.ts";

export type AlertsInOptions = {
  redis: Redis;
  admission: Admission;
  budget: Budget;
  counts: IngestCounts;
  log: Logger;
  now(): number;
  observe(signal: "alerts", status: number, accepted: number, rejected: number, bytes: number): void;
};

type Read = ReadAlerts & { group?: WebhookGroup };
type Protocol = {
  path: string;
  source: "prometheus" | "alertmanager";
  read(body: unknown, nowMs: number): Read;
};

const protocols: readonly Protocol[] = [
  { path: "/api/v2/alerts", source: "prometheus", read: readPostedAlerts },
  { path: "/webhooks/alertmanager", source: "alertmanager", read: readWebhook },
];

/**
 * Alerts of Prometheus (as if this were its Alertmanager) and of Alertmanager itself. 200 once the queue has them.
 * Alertmanager repeats only what failed with 5xx, so that "later" is always a 503.
 */
export function registerAlertsIn(app: FastifyInstance, options: AlertsInOptions): void {
  const { admission, budget, observe, log } = options;
  app.removeAllContentTypeParsers();
  app.decorateRequest("publishedKey", null);
  app.addHook("onRequest", async (request) => {
    request.publishedKey = admit(admission, request.headers, "ingest", new Date());
    checkEncoding(request.headers["content-encoding"]);
  });
  app.addContentTypeParser(
    "application/json",
    async (request: FastifyRequest, stream: NodeJS.ReadableStream) => {
      const declared = Number(request.headers["content-length"]);
      const body = await readBody(stream as never, Number.isFinite(declared) ? declared : undefined, budget);
      budget.used += body.length;
      return body;
    },
  );

  for (const protocol of protocols) {
    app.post(protocol.path, async (request, reply) => {
      const key = request.publishedKey as PublishedKey;
      const raw = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
      let held = raw.length;
      try {
        const body = await inflate(raw, checkEncoding(request.headers["content-encoding"]));
        budget.used += body.length;
        held += body.length;
        const read = await takeIn(options, protocol, key, body);
        const status = read.faults.length > 0 ? 400 : 200;
        observe("alerts", status, read.alerts.length, read.faults.length, raw.length);
        if (status === 200) return await reply.code(200).send();
        return await reply
          .code(400)
          .type("application/json")
          .send(JSON.stringify(faultText(read.faults)));
      } finally {
        budget.used -= held;
      }
    });
  }

  // Errors are JSON texts, as in Alertmanager's API.
  app.setErrorHandler((error, request, reply) => {
    const fault = faultOf(error);
    const message =
      fault.status === 415 && !(error instanceof IngestFault)
        ? "Content-Type must be application/json"
        : fault.message;
    // 429 would be the end of a notification: Alertmanager repeats only what failed with 5xx.
    const status = fault.status === 429 ? 503 : fault.status;
    reply.code(status).type("application/json");
    if (fault.retryAfterSeconds !== undefined) reply.header("retry-after", String(fault.retryAfterSeconds));
    if (fault.status === 401) reply.header("www-authenticate", 'Bearer realm="triops"');
    // What was not read of the body would be taken for the next request.
    if (fault.status !== 400) reply.header("connection", "close");
    reply.send(JSON.stringify(message));
    observe("alerts", status, 0, 0, 0);
    if (fault.unexpected) log.error({ err: error, path: request.url }, "alerts failed");
    else if (fault.status >= 500) log.warn({ err: error, path: request.url }, "alerts refused");
  });
}

async function takeIn(
  { redis, counts, now }: AlertsInOptions,
  { source, read }: Protocol,
  key: PublishedKey,
  body: Buffer,
): Promise<Read> {
  const nowMs = now();
  const origin = { workspaceId: key.workspaceId, signal: "alerts", source: key.keyId };
  const refuse = (reason: string, detail: string, count: number) => {
    counts.add({ ...origin, outcome: "rejected", reason }, count, nowMs);
    counts.letter({ ...origin, reason, detail, payload: body.toString("utf8", 0, 4_096), count }, nowMs);
  };
  let taken: Read;
  try {
    taken = read(parseJson(body.toString("utf8")), nowMs);
  } catch (error) {
    const fault = faultOf(error);
    if (!(error instanceof BadAlerts) && fault.status !== 400) throw error;
    const text = error instanceof Error ? error.message : "bad alerts";
    refuse("undecodable", text, 1);
    throw new IngestFault(400, text);
  }
  const { alerts, faults, group = null } = taken;
  const bodies = partsOf(alerts).map((part) => ({
    items: part.length,
    body: { source, group, alerts: part },
  }));
  await append(redis, "alerts", key, bodies, new Date(nowMs));
  counts.add({ ...origin, outcome: "accepted", reason: "" }, alerts.length, nowMs);
  if (faults.length > 0) refuse("invalid_alert", faultText(faults), faults.length);
  return taken;
}

/** Alertmanager joins them with "; ". */
const faultText = (faults: readonly string[]): string =>
  [...new Set(faults)].slice(0, 10).join("; ") +
  (faults.length > 10 ? ` (${faults.length} alerts refused)` : "");
