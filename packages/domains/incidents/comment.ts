import { defineVerb } from "../verb.ts";
import { commentInput, incident } from "./schemas.ts";
import { addEntry, requireIncident } from "./store.ts";

/** Adds what somebody has to say to the timeline. Comments stay as they were written. */
export const comment = defineVerb({
  name: "incidents.comment",
  permission: "incidents:write",
  input: commentInput,
  output: incident,
  run: async (work, { id, text }) => {
    const row = await requireIncident(work.db, id);
    await addEntry(work, id, "comment", text);
    work.audit({ subject: { type: "incident", id }, after: { comment: text } });
    return row;
  },
});
