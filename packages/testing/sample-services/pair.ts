import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type PairOptions = {
  gatewayUrl: string;
  key: string;
  /** Before the names `shop` and `payments`, to tell several pairs apart. */
  prefix?: string;
  errorRatio?: number;
  latencyMs?: number;
  requestsPerSecond?: number;
};

export type Pair = { shop: string; payments: string; shopUrl: string; stop(): Promise<void> };

/** Long enough to send what is left. */
const stopMsMax = 8_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

async function start(args: Record<string, string | number>): Promise<ChildProcess> {
  const flags = Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = fork(new URL("./one.ts", import.meta.url), flags, {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  if (!child.stdout) throw new Error("A service has no output");
  await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(() => Promise.reject(new Error("A service ended at once"))),
  ]);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await Promise.race([gone, sleep(stopMsMax, undefined, { ref: false }).then(() => child.kill("SIGKILL"))]);
}

/**
 * Two services that do a little real work for each other, shop and payments, as processes with the OpenTelemetry SDK;
 * and somebody who keeps ordering.
 */
export async function startPair(options: PairOptions): Promise<Pair> {
  const { prefix = "", errorRatio = 0.05, latencyMs = 40, requestsPerSecond = 5 } = options;
  const names = { shop: `${prefix}shop`, payments: `${prefix}payments` };
  const [shopPort, paymentsPort] = [await freePort(), await freePort()];
  const to = { gateway: options.gatewayUrl, key: options.key, "latency-ms": latencyMs };
  const shopUrl = `http://127.0.0.1:${shopPort}`;
  const children = await Promise.all([
    start({
      ...to,
      role: "payments",
      name: names.payments,
      port: paymentsPort,
      peer: shopUrl,
      "error-ratio": errorRatio,
    }),
    start({
      ...to,
      role: "shop",
      name: names.shop,
      port: shopPort,
      peer: `http://127.0.0.1:${paymentsPort}`,
    }),
  ]);
  let count = 0;
  const timer = setInterval(() => {
    const browses = count++ % 4 === 0;
    const path = browses ? "/products" : "/orders";
    fetch(`${shopUrl}${path}`, { method: browses ? "GET" : "POST" }).catch(() => {});
  }, 1_000 / requestsPerSecond);
  return {
    ...names,
    shopUrl,
    async stop() {
      clearInterval(timer);
      await Promise.all(children.map(end));
    },
  };
}
