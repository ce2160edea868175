import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { Monitor } from "./schemas.ts";

const input = {
  name: "CPU is high",
  signal: { metric: "system.cpu.utilization" },
  condition: { kind: "threshold" as const, op: ">" as const, value: 0.9 },
};

export const makeMonitor = (caller: Caller): Promise<Monitor> => create.call(caller, input);

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeMonitor(caller)).id, ...more });

export const samples: Samples = {
  "monitors.create": async () => input,
  "monitors.get": ofOne(),
  "monitors.series": ofOne(),
  "monitors.update": ofOne({ name: "CPU is very high", severity: "sev1" }),
  "monitors.remove": ofOne(),
};
