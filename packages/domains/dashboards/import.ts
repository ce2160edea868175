import { invalid } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { translateGrafana } from "./grafana/rules.ts";
import { panelsOf } from "./rules.ts";
import { type ImportNote, importInput, importResult, model as modelSchema } from "./schemas.ts";
import { addDashboard } from "./store.ts";

/** What Triops exported has sections; Grafana has panels. */
const isOurs = (json: unknown): boolean =>
  typeof json === "object" && json !== null && Array.isArray((json as { sections?: unknown }).sections);

/** Makes a dashboard of a file from Grafana, or of one that Triops exported. @throws invalid saying what is wrong */
export const importJson = defineVerb({
  name: "dashboards.import",
  permission: "dashboards:write",
  input: importInput,
  output: importResult,
  run: async (work, { json, title, folder }) => {
    let notes: ImportNote[] = [];
    let candidate = json;
    const source = isOurs(json) ? "triops" : "grafana";
    if (source === "grafana") {
      const translated = translateGrafana(json);
      if ("fault" in translated)
        throw invalid(translated.fault, [{ path: "json", message: translated.fault }]);
      ({ model: candidate, notes } = translated);
    }
    const parsed = modelSchema.safeParse(candidate);
    if (!parsed.success) {
      const fields = parsed.error.issues
        .slice(0, 20)
        .map(({ path, message }) => ({ path: ["json", ...path].join("."), message }));
      throw invalid("This is no dashboard that can be shown", fields);
    }
    const model = { ...parsed.data, ...(title ? { title } : {}), ...(folder ? { folder } : {}) };
    const row = await addDashboard(work, model, {
      origin: source === "grafana" ? "grafana" : "member",
      message: source === "grafana" ? "Imported from Grafana" : "Imported",
    });
    return { dashboard: { ...row, starred: false }, source, panels: panelsOf(model).length, notes };
  },
});
