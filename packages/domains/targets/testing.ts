import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { ScrapeJob } from "./schemas.ts";

const config = { staticConfigs: [{ targets: ["192.0.2.1:9100"] }] };
let made = 0;

export const makeScrapeJob = (caller: Caller, more: Record<string, unknown> = {}): Promise<ScrapeJob> =>
  create.call(caller, { name: `node ${++made}`, config: { ...config, ...more } });

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeScrapeJob(caller)).id, ...more });

export const samples: Samples = {
  "targets.create": async () => ({ name: `node ${++made}`, config }),
  "targets.import": async () => ({
    yaml: `job_name: node ${++made}\nstatic_configs: [{ targets: ["192.0.2.1:9100"] }]`,
  }),
  "targets.get": ofOne(),
  "targets.update": ofOne({ enabled: false }),
  "targets.remove": ofOne(),
  "targets.preview": ofOne(),
};
