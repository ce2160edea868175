import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { responsesTargets } from "./responses-targets.ts";
import type { Client, Steps } from "./steps.ts";
import type { prices, World } from "./world.ts";

const folder = join(import.meta.dirname, "..", ".venv", "openai");
const version = "2";

/** A Python with OpenAI's client, made once and kept beside the benches (not in Git). */
function pythonWithOpenai(): string {
  const python = join(folder, "bin", "python");
  if (!existsSync(join(folder, "ready"))) {
    console.log("Making a virtual environment with openai; this takes a minute once.");
    execFileSync("python3", ["-m", "venv", "--clear", folder], { stdio: "inherit" });
    execFileSync(python, ["-m", "pip", "install", "--quiet", `openai>=${version}`], { stdio: "inherit" });
    execFileSync("touch", [join(folder, "ready")]);
  }
  return python;
}

type Line = { step?: string; ok?: boolean; said?: string; saw?: { input: number; output: number } };

/** OpenAI's own client for Python, and its responses once for each kind of provider. */
export const openaiPython: readonly Client[] = [
  {
    name: "openai (Python)",
    run: (world, steps) => runPython(world, steps, "openai_client.py", world.openaiRoute, "openai"),
  },
  ...responsesTargets.map(({ to, route, priced }) => ({
    name: `openai (Python) responses to ${to}`,
    run: (world: World, steps: Steps) => runPython(world, steps, "openai_responses.py", route(world), priced),
  })),
];

async function runPython(
  world: World,
  steps: Steps,
  program: string,
  route: string,
  priced: keyof typeof prices,
): Promise<void> {
  const child = spawn(pythonWithOpenai(), [join(import.meta.dirname, program)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      OPENAI_API_KEY: world.llmKey,
      OPENAI_BASE_URL: `${world.gatewayUrl}/v1`,
      ROUTE: route,
      EMBEDDINGS_ROUTE: world.embeddingsRoute,
      HEADERS: JSON.stringify(steps.headers),
      TRACED: JSON.stringify(steps.traced),
    },
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    if (line.saw) steps.saw(line.saw, priced);
    if (line.step !== undefined)
      await steps.step(line.step, async () => {
        if (!line.ok) throw new Error(line.said);
      });
  }
  await steps.step("the program ran to its end", async () => {
    const code = await ended;
    if (code !== 0) throw new Error(`exit code ${code}`);
  });
  await steps.checkRecords();
}
