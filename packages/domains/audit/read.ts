import { notFound } from "@triops/kernel/errors";
import { z } from "zod";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { auditEvent, auditPage, listInput, verification } from "./schemas.ts";
import { verifyChain } from "./verify.ts";

export const list = defineQuery({
  name: "audit-events.list",
  permission: "audit-events:admin",
  input: listInput,
  output: auditPage,
  run: async ({ db }, { verb, subjectType, subjectId, actorId, from, to, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.auditEvent.findMany({
      ...query,
      where: {
        ...where,
        ...(verb ? { verb: verb.endsWith(".") ? { startsWith: verb } : verb } : {}),
        ...(subjectType ? { subjectType } : {}),
        ...(subjectId ? { subjectId } : {}),
        ...(actorId ? { actorId } : {}),
        ...(from || to ? { at: { ...(from && { gte: from }), ...(to && { lt: to }) } } : {}),
      },
    });
    return pageResult(rows, page, (row) => row);
  },
});

export const get = defineQuery({
  name: "audit-events.get",
  permission: "audit-events:admin",
  input: idInput,
  output: auditEvent,
  run: async ({ db }, { id }) => {
    const row = await db.auditEvent.findFirst({ where: { id } });
    if (!row) throw notFound("audit event");
    return row;
  },
});

/** Walks the workspace's whole chain. */
export const verify = defineQuery({
  name: "audit-events.verify",
  permission: "audit-events:admin",
  input: z.object({}),
  output: verification,
  run: ({ runtime, context }) => verifyChain(runtime.database, context.workspaceId),
});
