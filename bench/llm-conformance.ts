/**
 * Real clients of language models against a running Triops with the demonstration provider: what passes and what does not.
 * `--data DIR` takes a running one (with `TRIOPS_PROVIDER_CIDRS=127.0.0.0/8`), `--only WORD` some of the clients.
 */
import { parseArgs } from "node:util";
import { clients } from "./llm-conformance/clients.ts";
import { type Step, Steps } from "./llm-conformance/steps.ts";
import { openWorld } from "./llm-conformance/world.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: { data: { type: "string" }, only: { type: "string" } },
});

const world = await openWorld(values.data);
const results: { client: string; steps: Step[] }[] = [];
try {
  for (const client of clients.filter(({ name }) => name.includes(values.only ?? ""))) {
    const steps = new Steps(world, client.name);
    await steps.step("runs", () => client.run(world, steps));
    results.push({ client: client.name, steps: steps.done });
    for (const { step, ok, said } of steps.done)
      if (!ok) console.log(`FAIL  ${client.name}: ${step}: ${said}`);
  }
} finally {
  await world.close();
}

const passed = ({ steps }: { steps: Step[] }) => steps.filter(({ ok }) => ok).length;
report(
  "llm-conformance",
  results.map((result) => ({
    name: `${result.client}: steps passed`,
    value: passed(result),
    unit: `of ${result.steps.length}`,
  })),
  { results },
);
if (results.length === 0 || results.some((result) => passed(result) < result.steps.length))
  process.exitCode = 1;
