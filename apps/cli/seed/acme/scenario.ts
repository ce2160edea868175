import type { World } from "../world.ts";
import { seedCalls } from "./calls.ts";
import { seedChanges } from "./changes.ts";
import { seedIncidents } from "./incidents.ts";
import { seedMetrics } from "./metrics.ts";
import { seedMonitors } from "./monitors.ts";
import { seedPrompts } from "./prompts.ts";
import { rollUpTraffic } from "./roll-up.ts";
import { seedServices } from "./services.ts";
import { seedTraffic } from "./traffic.ts";

/** Parts of the scenario in the order in which they build on each other, each with what is told when it is there. */
export const parts: readonly { there: string; fill: (world: World) => Promise<void> }[] = [
  {
    there: "services and changes",
    fill: async (world) => void [await seedServices(world), await seedChanges(world)],
  },
  { there: "metrics of hosts and requests", fill: seedMetrics },
  { there: "traces and logs", fill: seedTraffic },
  {
    there: "prompts, routes and keys, and thirty days of calls",
    fill: async (world) => seedCalls(world, await seedPrompts(world)),
  },
  { there: "rates, errors and durations of services", fill: rollUpTraffic },
  {
    there: "monitors, alerts and incidents",
    fill: async (world) => seedIncidents(world, await seedMonitors(world)),
  },
];
