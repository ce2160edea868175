import { conflict, limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { createInput, service } from "./schemas.ts";
import { auditView, requireMember, servicesMax } from "./store.ts";

/** Adds a service by hand, before it sends anything or because it never will. */
export const create = defineVerb({
  name: "services.create",
  permission: "services:write",
  input: createInput,
  output: service,
  run: async ({ db, context, audit }, given) => {
    await requireMember(db, given.ownerMemberId);
    if ((await db.service.count()) >= servicesMax) {
      throw limitReached(`A workspace has at most ${servicesMax} services`);
    }
    const data = {
      id: newId(),
      workspaceId: context.workspaceId,
      ...given,
      createdById: context.actor.id,
    };
    const made = await db.service.createMany({ data, skipDuplicates: true });
    if (made.count === 0) throw conflict(`There is a service "${given.name}" already`);
    const row = await db.service.findFirstOrThrow({ where: { id: data.id } });
    audit({ subject: { type: "service", id: row.id }, before: null, after: auditView(row) });
    return row;
  },
});
