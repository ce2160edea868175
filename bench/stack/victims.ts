import { setTimeout as sleep } from "node:timers/promises";
import { type Member, processesOf, type Stack } from "./stack.ts";

export type Victim = "clickhouse" | "redis" | "postgres" | "gateway" | "worker";

/** How each is known in the process table; Postgres is many processes, the first of which started the others. */
const known: Record<Victim, (args: string) => boolean> = {
  clickhouse: (args) => args.includes("clickhouse/server.ts"),
  redis: (args) => /(redis|valkey)-server\b/.test(args),
  postgres: (args) => /\bpostgres\b.* -D /.test(args) && !args.includes("guard"),
  gateway: (args) => args.includes("gateway/src/main.ts"),
  worker: (args) => args.includes("worker/src/main.ts"),
};

export const victims = Object.keys(known) as Victim[];

export function findVictim(stack: Stack, name: Victim): Member | undefined {
  return processesOf(stack).find(({ args }) => known[name](args));
}

/** All processes to be stopped so that it answers nobody. */
export function wholeVictim(stack: Stack, name: Victim): number[] {
  const main = findVictim(stack, name);
  if (main === undefined) return [];
  const backends =
    name === "postgres" ? processesOf(stack).filter(({ args }) => args.startsWith("postgres: ")) : [];
  return [main.pid, ...backends.map(({ pid }) => pid)];
}

/** Milliseconds until both health pages say so; null when that takes longer than a minute. */
export async function untilHealthy(stack: Stack): Promise<number | null> {
  const from = performance.now();
  while (performance.now() - from < 60_000) {
    const [web, gateway] = await Promise.all([
      isOk(`${stack.webUrl}/api/health`),
      isOk(`${stack.gatewayUrl}/health`),
    ]);
    if (web && gateway) return performance.now() - from;
    await sleep(100);
  }
  return null;
}

async function isOk(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const { status } = (await answer.json()) as { status?: string };
    return answer.ok && status === "ok";
  } catch {
    return false;
  }
}
