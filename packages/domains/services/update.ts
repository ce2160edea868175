import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { service, updateInput } from "./schemas.ts";
import { auditView, requireMember, requireService } from "./store.ts";

/** Fills in what telemetry cannot know: who owns it, what it is for, where its papers are. */
export const update = defineVerb({
  name: "services.update",
  permission: "services:write",
  input: updateInput,
  output: service,
  run: async ({ db, audit }, { id, ...given }) => {
    const before = await requireService(db, id);
    await requireMember(db, given.ownerMemberId);
    const data = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const [after] = await db.service.updateManyAndReturn({ where: { id }, data });
    if (!after) throw conflict("Somebody else changed it just now; look again");
    audit({ subject: { type: "service", id }, before: auditView(before), after: auditView(after) });
    return after;
  },
});
