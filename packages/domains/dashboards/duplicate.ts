import { defineVerb } from "../verb.ts";
import { dashboard, duplicateInput } from "./schemas.ts";
import { addDashboard, modelOf, requireDashboard } from "./store.ts";

/** A copy with a history of its own. */
export const duplicate = defineVerb({
  name: "dashboards.duplicate",
  permission: "dashboards:write",
  input: duplicateInput,
  output: dashboard,
  run: async (work, { id, title }) => {
    const from = await requireDashboard(work.db, id);
    const model = modelOf(from);
    const named = { ...model, title: title ?? `${model.title.slice(0, 190)} (copy)` };
    const message = `Copied from "${from.title}", version ${from.version}`;
    return { ...(await addDashboard(work, named, { origin: from.origin, message })), starred: false };
  },
});
