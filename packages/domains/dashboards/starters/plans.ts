import type { StarterPlan } from "./build.ts";
import { host } from "./host.ts";
import { hostNodeExporter } from "./host-node-exporter.ts";
import { http } from "./http.ts";
import { postgresql } from "./postgresql.ts";
import { redis } from "./redis.ts";
import { services } from "./services.ts";
import { triops } from "./triops.ts";

export const starterPlans: readonly StarterPlan[] = [
  host,
  triops,
  hostNodeExporter,
  services,
  http,
  postgresql,
  redis,
];
