import type { Redis } from "@triops/kernel/redis";
import type { Vitals } from "@triops/kernel/vitals";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import type { InferenceState } from "./inference/inference.ts";
import type { BatchWriter, WriterState } from "./ingest/batch-writer.ts";
import type { LlmState } from "./llm/llm.ts";
import type { SnapshotState } from "./snapshot/follow.ts";

type DependencyState = "up" | "down" | "unknown";

export type Dependency = {
  status: DependencyState;
  /** How long it took to answer, in milliseconds. */
  lagMs: number | null;
  lastOkAt: string | null;
};

export type Health = {
  /** ok; degraded: serving, but something is away; down: nothing can be stored. */
  status: "ok" | "degraded" | "down";
  checks: { clickhouse: Dependency; redis: Dependency; keys: KeysHealth; deployments: KeysHealth };
  ingest: Record<string, WriterState>;
  /** Deployments in service, those whose new models cannot be loaded, and the models' processes. */
  inference: InferenceState;
  /** Model calls: their limits, the spool of their records, and what is known of routes. */
  llm: LlmState & { picture: Record<string, KeysHealth> };
  process: Vitals;
};

type KeysHealth = {
  status: "up" | "stale" | "down";
  count: number;
  loadedAt: string | null;
  fault: string | null;
};

const everyMs = 5_000;

/** Asks the stores every five seconds, so that a question about health costs nothing and never waits. */
export function watchDependencies(telemetry: Telemetry, redis: Redis) {
  const clickhouse: Dependency = { status: "unknown", lagMs: null, lastOkAt: null };
  const redisState: Dependency = { status: "unknown", lagMs: null, lastOkAt: null };
  const probe = async (dependency: Dependency, ask: () => Promise<unknown>) => {
    const started = performance.now();
    try {
      await ask();
      dependency.status = "up";
      dependency.lagMs = Math.round((performance.now() - started) * 10) / 10;
      dependency.lastOkAt = new Date().toISOString();
    } catch {
      dependency.status = "down";
      dependency.lagMs = null;
    }
  };
  const look = () =>
    Promise.all([probe(clickhouse, () => telemetry.ping()), probe(redisState, () => redis.ping())]);
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return { clickhouse, redis: redisState, look, close: () => clearInterval(timer) };
}

export function describeHealth(parts: {
  clickhouse: Dependency;
  redis: Dependency;
  snapshot: SnapshotState;
  keyCount: number;
  deployments: { state: SnapshotState; count: number };
  inference: InferenceState;
  llm: LlmState;
  llmPicture: Record<string, { state: SnapshotState; count: number }>;
  writers: Record<string, BatchWriter>;
  vitals: Vitals;
}): Health {
  const keys = describePart(parts.snapshot, parts.keyCount);
  const deployments = describePart(parts.deployments.state, parts.deployments.count);
  const picture = Object.fromEntries(
    Object.entries(parts.llmPicture).map(([name, { state, count }]) => [name, describePart(state, count)]),
  );
  const down = parts.clickhouse.status === "down" || keys.status === "down";
  const { spool } = parts.llm;
  const isSpoolUnwell = spool.writeFault !== null || spool.bytes >= spool.bytesMax;
  const isStale = keys.status === "stale" || deployments.status === "stale";
  const degraded = parts.redis.status === "down" || isStale || isSpoolUnwell;
  return {
    status: down ? "down" : degraded ? "degraded" : "ok",
    checks: { clickhouse: parts.clickhouse, redis: parts.redis, keys, deployments },
    ingest: Object.fromEntries(Object.entries(parts.writers).map(([name, writer]) => [name, writer.state()])),
    inference: parts.inference,
    llm: { ...parts.llm, picture },
    process: parts.vitals,
  };
}

function describePart(state: SnapshotState, count: number): KeysHealth {
  return {
    status: !state.loaded ? "down" : state.fault ? "stale" : "up",
    count,
    loadedAt: state.loadedAt?.toISOString() ?? null,
    fault: state.fault,
  };
}
