import { parseArgs } from "node:util";
import { serve } from "./http.ts";
import { paymentsRoutes } from "./payments.ts";
import { startSdk } from "./sdk.ts";
import { shopRoutes } from "./shop.ts";

/** One of the two services as a process; says its port on standard output, ends with its parent. */
const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    role: text,
    name: text,
    gateway: text,
    key: text,
    peer: text,
    port: text,
    "error-ratio": text,
    "latency-ms": text,
  },
});
const { role = "shop", name = "shop", gateway = "", key = "", peer = "" } = values;
const latencyMs = Number(values["latency-ms"] ?? 40);
const sdk = startSdk({ service: name, gatewayUrl: gateway, key });
const routes =
  role === "payments"
    ? paymentsRoutes({ errorRatio: Number(values["error-ratio"] ?? 0), latencyMs }, () => `${peer}/receipts`)
    : shopRoutes(peer, latencyMs);
const server = await serve(routes, Number(values.port ?? 0));
process.stdout.write(`${server.port}\n`);

async function stop(): Promise<void> {
  await server.close();
  await sdk.close();
  process.exit(0);
}
process.once("SIGTERM", () => void stop());
process.once("disconnect", () => void stop());
