import { knownTemplates } from "@triops/telemetry/logs/known-templates";
import { countTemplates } from "@triops/telemetry/logs/templates";
import { defineQuery } from "../verb.ts";
import { templatesInput, templates as templatesOutput } from "./schemas.ts";
import { scopeOf } from "./scope.ts";
import { joinTemplates } from "./templates.ts";

/** The messages behind the records that fit, most frequent first, compared with the stretch of time before. */
export const templates = defineQuery({
  name: "logs.templates",
  permission: "logs:read",
  input: templatesInput,
  output: templatesOutput,
  run: async (reading, asked) => {
    const { telemetry } = reading.runtime;
    const scope = await scopeOf(reading, asked);
    const { workspaceId, window } = scope;
    const counts = await countTemplates(telemetry, scope);
    const services = [...new Set(counts.map((count) => count.service))];
    const known = await knownTemplates(telemetry, { workspaceId, now: reading.context.now, services });
    const data = joinTemplates(counts, known, window.from);
    return { data, recordsTotal: data.reduce((sum, template) => sum + template.records, 0) };
  },
});
