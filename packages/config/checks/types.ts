import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../files.ts";
import type { Check, Outcome } from "./outcome.ts";
import { runProgram } from "./program.ts";

async function compile(project: string): Promise<Outcome> {
  const { code, output } = await runProgram("tsc", ["-p", project, "--pretty", "false"]);
  return { ok: code === 0, report: output };
}

/** Next writes the types of the routes; without them the web app does not compile on a clean clone. */
async function routeTypes(): Promise<void> {
  const web = join(root, "apps/web");
  if (existsSync(join(web, "next-env.d.ts")) && existsSync(join(web, ".next/types/routes.d.ts"))) return;
  await runProgram("next", ["typegen"], web);
}

export const types: readonly Check[] = [
  {
    name: "types",
    async run() {
      if (existsSync(join(root, "packages/database/generated/client.ts"))) return compile("tsconfig.json");
      return { ok: false, report: "The database client is not generated yet. Run: pnpm generate" };
    },
  },
  { name: "types of ui", run: () => compile("packages/ui") },
  {
    name: "types of web",
    async run() {
      await routeTypes();
      return compile("apps/web");
    },
  },
];
