import { type FieldFault, invalid } from "@triops/kernel/errors";
import { relabelFault } from "@triops/telemetry/scrape/relabel";
import type { JobConfig } from "./schemas.ts";

/** @throws invalid for what no schema can tell: expressions that do not compile, rules that lack something */
export function requireSense(config: JobConfig): void {
  const faults: FieldFault[] = [];
  for (const field of ["relabelConfigs", "metricRelabelConfigs"] as const) {
    config[field].forEach((rule, index) => {
      const fault = relabelFault(rule);
      if (fault) faults.push({ path: `config.${field}.${index}`, message: fault });
    });
  }
  if (config.timeoutSeconds > config.intervalSeconds)
    faults.push({ path: "config.timeoutSeconds", message: "Not longer than the interval" });
  if (config.staticConfigs.length === 0 && config.fileSd.length === 0)
    faults.push({ path: "config.staticConfigs", message: "Name at least one target" });
  if (faults.length > 0) throw invalid("Some fields are missing or wrong", faults);
}
