import { once } from "node:events";
import { parseArgs } from "node:util";
import { startPair } from "./pair.ts";

const usage = `A shop and its payments, instrumented with OpenTelemetry, to try Triops with.

  node packages/testing/sample-services/main.ts --gateway URL --key KEY [options]

  --gateway URL      where OTLP goes, e.g. http://localhost:4318
  --key KEY          an API key with the scope ingest
  --rate N           requests a second (5)
  --error-ratio X    share of charges that fail, 0 to 1 (0.05)
  --latency-ms N     about how long a charge takes (40)
  --prefix TEXT      before the services' names, to tell several pairs apart
  --seconds N        stop after so long; until Ctrl-C otherwise
`;

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    gateway: text,
    key: text,
    rate: text,
    "error-ratio": text,
    "latency-ms": text,
    prefix: text,
    seconds: text,
  },
});
if (!values.gateway || !values.key) {
  process.stderr.write(usage);
  process.exit(1);
}
const pair = await startPair({
  gatewayUrl: values.gateway,
  key: values.key,
  prefix: values.prefix ?? "",
  requestsPerSecond: Number(values.rate ?? 5),
  errorRatio: Number(values["error-ratio"] ?? 0.05),
  latencyMs: Number(values["latency-ms"] ?? 40),
});
process.stdout.write(`${pair.shop} (${pair.shopUrl}) and ${pair.payments} are running. Ctrl-C stops them.\n`);
const stopped = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
const timer = values.seconds
  ? new Promise((resolve) => setTimeout(resolve, Number(values.seconds) * 1_000))
  : stopped;
await Promise.race([stopped, timer]);
await pair.stop();
process.exit(0);
