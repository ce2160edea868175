import { once } from "node:events";
import { parseArgs } from "node:util";
import { startDemonstrationProvider } from "./server.ts";

const usage = `The demonstration provider: speaks OpenAI's and Anthropic's wire formats and answers by rules.

  node packages/testing/llm-provider/main.ts [options]

  --port N           the port (4600)
  --host ADDRESS     127.0.0.1
  --behaviour WORDS  how answers are brought, e.g. "latency=300 chunk=20" (the default)
  --rpm N            requests a minute and key before 429
`;

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: { port: text, host: text, behaviour: text, rpm: text, help: { type: "boolean" } },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const provider = await startDemonstrationProvider({
  port: Number(values.port ?? 4600),
  host: values.host ?? "127.0.0.1",
  behaviour: values.behaviour ?? "latency=300 chunk=20",
  ...(values.rpm && { requestsPerMinute: Number(values.rpm) }),
});
process.stdout.write(
  `Demonstration provider: OpenAI at ${provider.openaiUrl}, Anthropic at ${provider.url}. Any key.\n`,
);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
await provider.close();
