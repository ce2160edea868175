import { createMiner } from "@triops/analysis/log-templates/miner";
import { newId } from "@triops/kernel/ids";
import type { Logger } from "@triops/kernel/logger";
import { connectRedis } from "@triops/kernel/redis";
import { watchVitals } from "@triops/kernel/vitals";
import { openObjectStore } from "@triops/providers/object-store/object-store";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { llmSpanColumns, llmSpansTable } from "@triops/telemetry/llm/llm-span-row";
import { labelColumns, labelsTable } from "@triops/telemetry/predictions/label-row";
import { predictionColumns, predictionsTable } from "@triops/telemetry/predictions/prediction-row";
import { lateColumns, lateTable } from "@triops/telemetry/rollups/note-late";
import { histogramColumns, histogramsTable } from "@triops/telemetry/tables/histograms";
import { logColumns, logsTable } from "@triops/telemetry/tables/logs";
import { sampleColumns, samplesTable } from "@triops/telemetry/tables/samples";
import { seriesColumns, seriesTable } from "@triops/telemetry/tables/series";
import { spanColumns, spansTable } from "@triops/telemetry/tables/spans";
import { fastify } from "fastify";
import { registerAlertsIn } from "./alerts/routes.ts";
import { registerChanges } from "./changes/routes.ts";
import { trackConnections } from "./close-server.ts";
import { createRegistry } from "./counters.ts";
import { describeHealth, watchDependencies } from "./health.ts";
import { createInference } from "./inference/inference.ts";
import { createBatchWriter } from "./ingest/batch-writer.ts";
import { createClientLags } from "./ingest/client-lags.ts";
import { createIngestCounts } from "./ingest/ingest-counts.ts";
import { langfuseRoutes } from "./ingest/langfuse.ts";
import { registerLangfuseScores } from "./ingest/langfuse-scores.ts";
import { ingestLogs } from "./ingest/otlp-logs.ts";
import { ingestMetrics } from "./ingest/otlp-metrics.ts";
import { ingestTraces } from "./ingest/otlp-traces.ts";
import { registerRemoteWrite } from "./ingest/remote-write-routes.ts";
import { registerOtlp, sendFault } from "./ingest/routes.ts";
import { countSenders } from "./ingest/sender-counts.ts";
import { createSeriesRegistry } from "./ingest/series-registry.ts";
import { exchangeTemplates } from "./ingest/template-exchange.ts";
import { limits } from "./limits.ts";
import { showAccounts } from "./llm/account-figures.ts";
import { createAnswered } from "./llm/answered.ts";
import { CallFault } from "./llm/fault.ts";
import { openaiForm } from "./llm/fault-forms.ts";
import { createLlm } from "./llm/llm.ts";
import { isOpenaiPath, sendCallFault } from "./llm/transport-faults.ts";
import { createPredictionLog } from "./predictions/prediction-log.ts";
import { registerPredictions } from "./predictions/routes.ts";
import { followDeployments } from "./snapshot/deployments.ts";
import { followPart } from "./snapshot/follow.ts";
import { createKeyRing, keysPart } from "./snapshot/keys.ts";
import { createUseNotes } from "./snapshot/last-used.ts";
import { followLlm } from "./snapshot/llm.ts";
import { followLogTails } from "./snapshot/log-tails.ts";
import { limitRates } from "./snapshot/rate.ts";
import { traceRequests } from "./trace-requests.ts";

export type GatewayOptions = {
  telemetry: Telemetry;
  redisUrl: string;
  secretKey: string;
  trustedProxies: readonly string[];
  /** Where model files are. */
  objectStoreUrl: string;
  /** Ranges of outside model servers that may be reached although they are not public. */
  allowedCidrs: readonly string[];
  /** The same for providers of language models. */
  providerCidrs: readonly string[];
  /** Where finished model calls wait for their stores. */
  spoolDir: string;
  log: Logger;
};

export type Gateway = {
  listen(host: string, port: number): Promise<string>;
  /** Stops intake, finishes what was begun, flushes and closes. */
  close(): Promise<void>;
};

const sweepMs = 600_000;
/** A request that comes before the keys are known would be turned away: wait a little for them before listening. */
const firstKeysMsMax = 3_000;

export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { telemetry, log } = options;
  const redis = connectRedis(options.redisUrl, "command", () => {});
  const ring = createKeyRing(options.secretKey);
  const follower = followPart(redis, options.redisUrl, keysPart(ring), log);
  const dependencies = watchDependencies(telemetry, redis);
  const vitals = watchVitals();
  const counts = createIngestCounts(telemetry, log);
  const registry = createSeriesRegistry(telemetry);
  const sweep = setInterval(() => registry.sweep(Date.now() / 1_000), sweepMs).unref();
  const writers = {
    series: createBatchWriter(telemetry, seriesTable, seriesColumns),
    samples: createBatchWriter(telemetry, samplesTable, sampleColumns),
    histograms: createBatchWriter(telemetry, histogramsTable, histogramColumns),
    late: createBatchWriter(telemetry, lateTable, lateColumns),
    spans: createBatchWriter(telemetry, spansTable, spanColumns),
    llmSpans: createBatchWriter(telemetry, llmSpansTable, llmSpanColumns),
    logs: createBatchWriter(telemetry, logsTable, logColumns),
    predictions: createBatchWriter(telemetry, predictionsTable, predictionColumns),
    labels: createBatchWriter(telemetry, labelsTable, labelColumns),
  };
  const budget = { used: 0 };

  const own = createRegistry();
  const requests = own.counter("triops_gateway_requests_total", "Ingest requests by signal and status");
  const items = own.counter("triops_gateway_items_total", "Data points, spans and log records by outcome");
  const bytes = own.counter("triops_gateway_body_bytes_total", "Bytes of accepted bodies as sent");
  own.gauge("triops_gateway_keys", "Keys in the gateway's picture", () => ring.size);
  own.gauge("triops_gateway_deployments", "Deployments in the gateway's picture", () => deployments.size());
  own.gauge("triops_gateway_series", "Series known to this gateway", () => registry.size());
  own.gauge("triops_gateway_body_bytes_in_flight", "Bytes of bodies being handled", () => budget.used);
  own.gauge("triops_gateway_pending_rows", "Rows that wait for ClickHouse", () =>
    Object.values(writers).reduce((sum, writer) => sum + writer.state().pendingRows, 0),
  );
  own.gauge("triops_gateway_clickhouse_up", "1 while ClickHouse answers", () =>
    dependencies.clickhouse.status === "up" ? 1 : 0,
  );
  own.gauge(
    "triops_gateway_event_loop_lag_seconds",
    "Worst lag of the event loop in the last ten seconds",
    () => vitals.read().eventLoop.lagMsMax / 1_000,
  );
  own.gauge("triops_gateway_resident_bytes", "Resident memory of the process", () => vitals.read().rssBytes);

  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: "idle",
    // What still comes over an open connection while the gateway stops is answered, and the connection then closed.
    return503OnClosing: false,
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    routerOptions: { maxParamLength: 200 },
  });
  const closeConnections = trackConnections(app.server);
  traceRequests(app);
  const senders = countSenders(app, telemetry, counts, log);
  limitRates(app);
  app.setNotFoundHandler((request, reply) => {
    if (isOpenaiPath(request.url)) {
      const what = `${request.method} ${request.url.slice(0, 200)}`;
      const fault = new CallFault(404, "unknown_url", `Unknown request URL: ${what}`);
      return sendCallFault(openaiForm, fault, newId(), request, reply);
    }
    sendFault(
      Object.assign(new Error(`No such path: ${request.method} ${request.url.slice(0, 200)}`), {
        statusCode: 404,
      }),
      request,
      reply,
    );
  });
  app.get("/health", async (_request, reply) => {
    const health = describeHealth({
      clickhouse: dependencies.clickhouse,
      redis: dependencies.redis,
      snapshot: follower.state(),
      deployments: { state: deployments.state(), count: deployments.size() },
      keyCount: ring.size,
      inference: inference.state(),
      llm: llm.state(),
      llmPicture: picture.states(),
      writers,
      vitals: vitals.read(),
    });
    return reply.code(health.status === "down" ? 503 : 200).send(health);
  });
  app.get("/metrics", async (_request, reply) =>
    reply.type("text/plain; version=0.0.4; charset=utf-8").send(own.text()),
  );
  const now = () => Date.now();
  const metricIngest = { writers, registry, counts, now };
  const answered = createAnswered(redis);
  const picture = followLlm(redis, options.redisUrl, log);
  const llmRedis = connectRedis(options.redisUrl, "gathered", () => {});
  const llm = createLlm({
    telemetry,
    redis: llmRedis,
    picture,
    answered,
    secretKey: options.secretKey,
    allowedCidrs: options.providerCidrs,
    spoolDir: options.spoolDir,
    log,
    now,
  });
  const lags = createClientLags();
  const llmIngest = { rows: writers.llmSpans, pricerOf: llm.pricerOf, answered, lags, redis, log, now };
  const traceIngest = { spans: writers.spans, llm: llmIngest, counts, now };
  const miner = createMiner(limits.logMiner);
  const templates = exchangeTemplates(miner, telemetry, log, now);
  const tails = followLogTails(redis, options.redisUrl, log, now);
  const logIngest = { logs: writers.logs, miner, tails, counts, redis, now };
  const admission = { ring, state: follower.state, noteUse: createUseNotes(redis) };
  const observe = (signal: string, status: number, accepted: number, rejected: number, size: number) => {
    requests({ signal, status: String(status) });
    if (accepted > 0) items({ signal, outcome: "accepted" }, accepted);
    if (rejected > 0) items({ signal, outcome: "rejected" }, rejected);
    if (size > 0) bytes({ signal }, size);
  };
  const predictions = createPredictionLog(telemetry, counts, log);
  const inference = createInference({
    objects: openObjectStore(options.objectStoreUrl),
    predictions,
    secretKey: options.secretKey,
    allowedCidrs: options.allowedCidrs,
    admission,
    budget,
    log,
    now,
    observe,
  });
  own.gauge(
    "triops_gateway_models",
    "Models with a process of their own",
    () => inference.state().models.ready,
  );
  own.gauge(
    "triops_gateway_deployments_behind",
    "Deployments whose newest model is not in service",
    () => inference.state().behind,
  );
  own.gauge(
    "triops_gateway_shadow_calls_dropped",
    "Copies that were not made: too many were under way",
    () => inference.state().shadows.dropped,
  );
  own.gauge(
    "triops_gateway_predictions_pending",
    "Answered predictions that wait for ClickHouse",
    () => predictions.state().pendingRows,
  );
  own.gauge("triops_gateway_llm_calls_in_flight", "Model calls under way", () => llm.state().inFlight);
  showAccounts(own, llm.state);
  own.gauge("triops_gateway_llm_routes", "Routes in the gateway's picture", () => picture.routes.size());
  own.gauge(
    "triops_gateway_llm_targets_closed",
    "Targets that are left alone for a while because they failed",
    () => llm.state().targetsClosed,
  );
  const deployments = followDeployments(redis, options.redisUrl, log, inference.take);
  await app.register(async (scope) => llm.register(scope, { admission, observe }));
  await app.register(async (scope) => llm.registerInternal(scope));
  await app.register(async (scope) => inference.register(scope));
  await app.register(async (scope) => inference.registerInternal(scope));
  await app.register(async (scope) =>
    registerRemoteWrite(scope, { ingest: metricIngest, admission, budget, log, observe }),
  );
  await app.register(async (scope) =>
    registerAlertsIn(scope, { redis, admission, budget, counts, log, now, observe }),
  );
  await app.register(async (scope) =>
    registerChanges(scope, { redis, secretKey: options.secretKey, admission, budget, counts, log, observe }),
  );
  await app.register(async (scope) =>
    registerPredictions(scope, {
      telemetry,
      writers,
      deployments,
      predictionLog: predictions,
      admission,
      budget,
      counts,
      log,
      now,
      observe,
    }),
  );
  await app.register(async (scope) =>
    registerLangfuseScores(scope, { redis, admission, budget, log, observe }),
  );
  await app.register(async (scope) => {
    registerOtlp(scope, {
      routes: [
        {
          path: "/v1/metrics",
          signal: "metrics",
          ingest: (key, body, encoding) => ingestMetrics(metricIngest, key, body, encoding),
        },
        {
          path: "/v1/traces",
          signal: "traces",
          ingest: (key, body, encoding) => ingestTraces(traceIngest, key, body, encoding),
        },
        ...langfuseRoutes(traceIngest),
        {
          path: "/v1/logs",
          signal: "logs",
          ingest: (key, body, encoding) => ingestLogs(logIngest, key, body, encoding),
        },
      ],
      admission,
      budget,
      counts,
      log,
      observe,
    });
  });

  return {
    async listen(host, port) {
      await Promise.all([
        dependencies.look(),
        follower.firstLoad(firstKeysMsMax),
        deployments.firstLoad(firstKeysMsMax),
        picture.firstLoad(firstKeysMsMax),
        templates.start(firstKeysMsMax),
      ]);
      return app.listen({ host, port });
    },
    async close() {
      await closeConnections(app.close());
      clearInterval(sweep);
      await llm.close();
      await inference.close();
      await predictions.close();
      await Promise.all(Object.values(writers).map((writer) => writer.drain()));
      await senders.close();
      answered.close();
      await Promise.all([counts.close(), templates.close()]);
      tails.close();
      follower.close();
      deployments.close();
      picture.close();
      dependencies.close();
      vitals.stop();
      redis.disconnect();
      llmRedis.disconnect();
      await telemetry.close();
    },
  };
}
