import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client, Steps } from "./steps.ts";
import { prices, type World } from "./world.ts";

const peers = join(import.meta.dirname, "..", ".peers", "tracing");
const venv = join(import.meta.dirname, "..", ".venv", "langfuse-openai");
const programs = join(import.meta.dirname, "tracing");
/** The instrumentations follow OpenAI's client up to its version 6. */
const packages = {
  "@ai-sdk/openai": "4",
  "@ai-sdk/otel": "1",
  "@arizeai/openinference-core": "2",
  "@arizeai/openinference-instrumentation-openai": "4",
  "@langfuse/openai": "5",
  "@langfuse/otel": "5",
  "@langfuse/tracing": "5",
  "@opentelemetry/api": "1",
  "@opentelemetry/exporter-trace-otlp-proto": "0.301",
  "@opentelemetry/instrumentation-openai": "0.22",
  "@opentelemetry/sdk-node": "0.301",
  "@traceloop/node-server-sdk": "0.27",
  ai: "7",
  openai: "6",
};
const embeddingUsd = 0.02;
const recordedMsMax = 30_000;

/** Installed once, beside the benches and not in Git. */
function sdks(): string {
  if (existsSync(join(peers, "ready"))) return peers;
  console.log("Installing tracing SDKs for the conformance run; this takes a minute once.");
  mkdirSync(peers, { recursive: true });
  const manifest = { name: "tracing-sdks", private: true, type: "module", dependencies: packages };
  writeFileSync(join(peers, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(peers, "pnpm-workspace.yaml"), "packages: []\n");
  execFileSync("pnpm", ["install", "--ignore-scripts", "--silent"], { cwd: peers, stdio: "inherit" });
  writeFileSync(join(peers, "ready"), "");
  return peers;
}

function pythonWithLangfuse(): string {
  const python = join(venv, "bin", "python");
  if (existsSync(join(venv, "ready"))) return python;
  console.log("Making a virtual environment with langfuse; this takes a minute once.");
  execFileSync("python3", ["-m", "venv", "--clear", venv], { stdio: "inherit" });
  execFileSync(python, ["-m", "pip", "install", "--quiet", "langfuse>=5", "openai>=2"], { stdio: "inherit" });
  writeFileSync(join(venv, "ready"), "");
  return python;
}

type Saw = { input: number; output: number };
type Run = { service: string; session: string; saw: Saw[] };

type Sdk = {
  name: string;
  program: string;
  /** Whether it tells sessions and users. */
  hasSession: boolean;
  /** What it leaves out of its spans, which then cannot be counted. */
  silent?: Record<string, string>;
};

const sdkList: readonly Sdk[] = [
  { name: "@opentelemetry/instrumentation-openai", program: "otel.mjs", hasSession: false },
  {
    name: "@arizeai/openinference-instrumentation-openai",
    program: "openinference.mjs",
    hasSession: true,
    silent: { STREAM_USAGE: "off", EMBEDDING_USAGE: "off" },
  },
  {
    name: "@traceloop/node-server-sdk",
    program: "traceloop.mjs",
    hasSession: true,
    // It counts the tokens of streams itself, otherwise than the provider, and leaves embeddings alone.
    silent: { STREAM_USAGE: "off", EMBEDDING_USAGE: "off" },
  },
  { name: "ai with @ai-sdk/otel", program: "ai_sdk.mjs", hasSession: false },
  {
    name: "@langfuse/otel with @langfuse/openai",
    program: "langfuse.mjs",
    hasSession: true,
    silent: { EMBEDDING_USAGE: "off" },
  },
  { name: "langfuse (Python)", program: "langfuse_client.py", hasSession: true },
];

async function run(world: World, sdk: Sdk, through: "provider" | "gateway"): Promise<Run> {
  const id = `${sdk.program.split(".")[0]}-${through}-${world.run}`;
  const [service, session] = [`conformance-${id}`, `session-${id}`];
  const isPython = sdk.program.endsWith(".py");
  const target =
    through === "gateway"
      ? {
          BASE_URL: `${world.gatewayUrl}/v1`,
          KEY: world.llmKey,
          MODEL: world.openaiRoute,
          EMBEDDINGS: "",
          HEADERS: JSON.stringify({ "x-triops-session": session, "x-triops-service": service }),
        }
      : {
          BASE_URL: world.demoUrl,
          KEY: "demo-key",
          MODEL: prices.openai.model,
          EMBEDDINGS: "text-embedding-3-small",
          HEADERS: "{}",
        };
  const child = spawn(isPython ? pythonWithLangfuse() : process.execPath, [join(programs, sdk.program)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...target,
      ...sdk.silent,
      SESSION: session,
      SDKS: isPython ? "" : sdks(),
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: world.gatewayUrl,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${world.apiKey}`,
      OTEL_METRICS_EXPORTER: "none",
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true",
      LANGFUSE_PUBLIC_KEY: "pk-lf-any",
      LANGFUSE_SECRET_KEY: world.apiKey,
      LANGFUSE_BASE_URL: world.gatewayUrl,
      LANGFUSE_HOST: world.gatewayUrl,
    },
  });
  const saw: Saw[] = [];
  let errors = "";
  child.stderr.on("data", (piece: Buffer) => {
    errors = `${errors}${piece}`.slice(-2_000);
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("{")) continue;
    const said = JSON.parse(line) as { saw?: Saw };
    if (said.saw) saw.push(said.saw);
  }
  const code = await ended;
  assert.equal(code, 0, `exit code ${code}: ${errors}`);
  return { service, session, saw };
}

const totalsOf = ({ saw }: Run) => ({
  input: saw.reduce((sum, one) => sum + one.input, 0),
  output: saw.reduce((sum, one) => sum + one.output, 0),
});

async function until(
  world: World,
  path: string,
  check: (answer: Record<string, never>) => void,
): Promise<void> {
  const deadline = Date.now() + recordedMsMax;
  for (;;) {
    try {
      return check((await world.read(path)) as Record<string, never>);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}

const asked = (q: string) => `q=${encodeURIComponent(q)}`;

async function trace(world: World, steps: Steps, sdk: Sdk): Promise<void> {
  await steps.step("calls of a provider: tokens and cost are what the client was told", async () => {
    const one = await run(world, sdk, "provider");
    const { input, output } = totalsOf(one);
    await until(world, `/llm-traces/timeline?${asked(found(sdk, one))}`, (answer) => {
      const { total } = answer as unknown as { total: Record<string, number> & { costUsd: string } };
      const counted = { input: total.inputTokens, output: total.outputTokens };
      // What an SDK leaves out is told by the calls, and what it counts itself is not compared.
      if (sdk.program !== "traceloop.mjs") assert.deepEqual(counted, { input, output });
      const embedded =
        sdk.silent?.EMBEDDING_USAGE || sdk.program.endsWith(".py") ? 0 : (one.saw.at(-1)?.input ?? 0);
      const { input: inUsd, output: outUsd } = prices.openai;
      const usd =
        (((total.inputTokens ?? 0) - embedded) * inUsd +
          (total.outputTokens ?? 0) * outUsd +
          embedded * embeddingUsd) /
        1e6;
      assert.ok(
        Number(total.costUsd) > 0 && Math.abs(Number(total.costUsd) - usd) < 1e-9,
        `cost ${total.costUsd}, not ${usd}`,
      );
    });
    await until(world, `/llm-traces?${asked(`${found(sdk, one)} kind:generation`)}`, (answer) => {
      const { data } = answer as unknown as { data: { callCount: number; models: string[]; user: string }[] };
      assert.ok(
        data.length > 0 &&
          data.every(({ models }) => models.includes(prices.openai.model) || models.length === 1),
      );
      if (sdk.hasSession)
        assert.ok(
          data.every(({ user }) => user === "ann"),
          "the user is told",
        );
    });
    await readContent(world, sdk, one);
  });
  await steps.step("calls through the gateway count once", async () => {
    const one = await run(world, { ...sdk, silent: {} }, "gateway");
    const { input, output } = totalsOf(one);
    const q = asked(`session:${one.session} OR service:${one.service}`);
    await until(world, `/llm-traces?${q}&limit=200`, (answer) => {
      const { data } = answer as unknown as { data: { spanCount: number }[] };
      const spans = data.reduce((sum, { spanCount }) => sum + spanCount, 0);
      assert.ok(spans > one.saw.length, `spans of the client beside the gateway's: ${spans}`);
    });
    await until(world, `/llm-traces/timeline?${q}`, (answer) => {
      const { total } = answer as unknown as { total: Record<string, number> };
      assert.deepEqual({ input: total.inputTokens, output: total.outputTokens }, { input, output });
    });
  });
}

/** Langfuse's clients name no service. */
const found = (sdk: Sdk, { service, session }: Run): string =>
  sdk.hasSession ? `session:${session}` : `service:${service}`;

/** What was asked is found by its words. */
async function readContent(world: World, sdk: Sdk, one: Run): Promise<void> {
  // OpenTelemetry's instrumentation logs messages apart from the span: lists do not have them.
  if (sdk.program === "otel.mjs") return;
  const words = sdk.program === "ai_sdk.mjs" ? "weather in Lisbon" : "good morning";
  const q = `${found(sdk, one)} kind:generation "${words}"`;
  await until(world, `/llm-traces?${asked(q)}`, (answer) => {
    const { data } = answer as unknown as { data: unknown[] };
    assert.ok(data.length > 0, `nothing is found by "${words}"`);
  });
}

export const tracing: readonly Client[] = sdkList.map((sdk) => ({
  name: sdk.name,
  run: (world, steps) => trace(world, steps, sdk),
}));
