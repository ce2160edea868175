import { invalid } from "@triops/kernel/errors";
import type { SeedScenario } from "./hooks.ts";
import { withRuntime } from "./product/with-product.ts";
import { fillAcme } from "./seed/fill.ts";

/** The step of `up --seed` after the first run. */
export const seedScenario: SeedScenario = async (context, scenario) => {
  if (scenario !== "acme") throw invalid(`There is no scenario "${scenario}"; there is "acme"`);
  await withRuntime(context, (runtime) => fillAcme(runtime, context.say));
};
