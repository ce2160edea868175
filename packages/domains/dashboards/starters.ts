import { notFound } from "@triops/kernel/errors";
import { labelValues } from "@triops/telemetry/promql/clickhouse/catalog";
import { z } from "zod";
import { defineQuery, type Reading } from "../verb.ts";
import { panelsOf } from "./rules.ts";
import { type DashboardModel, starterInput, starterList, starterWithModel } from "./schemas.ts";
import { buildStarter, metricsOf, type StarterPlan } from "./starters/build.ts";
import { starterPlans } from "./starters/plans.ts";

const lookbackMs = 24 * 3_600_000;

/** Which of the metrics that starters ask for have come in the last day. */
async function arriving({ context, runtime }: Reading): Promise<Set<string>> {
  const wanted = [...new Set(starterPlans.flatMap(metricsOf))];
  const names = await labelValues(runtime.telemetry, "__name__", {
    workspaceId: context.workspaceId,
    // One of fixed names of our own: plain letters, digits and _.
    selectors: [[{ label: "__name__", op: "=~", value: wanted.join("|") }]],
    window: { from: new Date(context.now.getTime() - lookbackMs), to: context.now },
    limit: wanted.length,
    timeoutSeconds: 10,
    signal: AbortSignal.timeout(10_000),
  });
  return new Set(names);
}

function present(plan: StarterPlan, model: DashboardModel | null) {
  const { key, title, description } = plan;
  return {
    key,
    title,
    description,
    panelCount: model ? panelsOf(model).length : 0,
    available: model !== null && metricsPresent(model),
  };
}

/** A list of alerts alone is no reason to offer a dashboard. */
const metricsPresent = (model: DashboardModel): boolean =>
  panelsOf(model).some((panel) => panel.queries.length > 0);

/** The dashboards that Triops can make of what arrives, those without data included. */
export const starters = defineQuery({
  name: "dashboards.starters",
  permission: "dashboards:read",
  input: z.object({}),
  output: starterList,
  run: async (reading) => {
    const metrics = await arriving(reading);
    return { data: starterPlans.map((plan) => present(plan, buildStarter(plan, metrics))) };
  },
});

/** One of them, whole. It is made afresh each time and cannot be changed; a copy can. */
export const starter = defineQuery({
  name: "dashboards.starter",
  permission: "dashboards:read",
  input: starterInput,
  output: starterWithModel,
  run: async (reading, { key }) => {
    const plan = starterPlans.find((one) => one.key === key);
    if (!plan) throw notFound("starter dashboard");
    const model = buildStarter(plan, await arriving(reading));
    if (!model) throw notFound("starter dashboard with data");
    return { ...present(plan, model), model };
  },
});
