import { defineVerb } from "../verb.ts";
import { createInput, dashboard } from "./schemas.ts";
import { addDashboard } from "./store.ts";

/** Makes a dashboard from a whole model; its first version is kept at once. @throws invalid, limitReached */
export const create = defineVerb({
  name: "dashboards.create",
  permission: "dashboards:write",
  input: createInput,
  output: dashboard,
  run: async (work, { model, origin, message }) => ({
    ...(await addDashboard(work, model, { origin, message: message || "Created" })),
    starred: false,
  }),
});
