import { conflict } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { service } from "./schemas.ts";
import { auditView, requireService } from "./store.ts";

/** Takes a service out of lists and counts. What it sent stays, and what it still sends is kept. */
export const archive = defineVerb({
  name: "services.archive",
  permission: "services:write",
  input: idInput,
  output: service,
  run: async ({ db, context, audit }, { id }) => {
    const before = await requireService(db, id);
    const [after] = await db.service.updateManyAndReturn({
      where: { id, archivedAt: null },
      data: { archivedAt: context.now },
    });
    if (!after) throw conflict("It is archived already");
    audit({ subject: { type: "service", id }, before: auditView(before), after: auditView(after) });
    return after;
  },
});

export const restore = defineVerb({
  name: "services.restore",
  permission: "services:write",
  input: idInput,
  output: service,
  run: async ({ db, audit }, { id }) => {
    const before = await requireService(db, id);
    const [after] = await db.service.updateManyAndReturn({
      where: { id, archivedAt: { not: null } },
      data: { archivedAt: null },
    });
    if (!after) throw conflict("It is not archived");
    audit({ subject: { type: "service", id }, before: auditView(before), after: auditView(after) });
    return after;
  },
});
