import { conflict, invalid } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery, defineVerb } from "../verb.ts";
import { repriceJob } from "./job-refs.ts";
import { listRepricingsInput, repriceInput, repricing, repricingInput, repricingPage } from "./schemas.ts";
import { auditView, requireRepricing, shown } from "./store.ts";

const rangeMsMax = 400 * 86_400_000;
const underWay = ["waiting", "running"];

/** Prices past calls by what is known now, in the background. @throws invalid, conflict while another run is under way */
export const reprice = defineVerb({
  name: "charges.reprice",
  permission: "charges:admin",
  input: repriceInput,
  output: repricing,
  run: async (work, { from, to, model, provider, unpricedOnly }) => {
    const { db, context, runtime } = work;
    const { actor, now, workspaceId } = context;
    const [begins, ends] = [new Date(from), to === undefined ? now : new Date(to)];
    const fault = (message: string) =>
      invalid("Some fields are missing or wrong", [{ path: "from", message }]);
    if (begins >= ends) throw fault("It begins after it ends");
    if (ends.getTime() - begins.getTime() > rangeMsMax) throw fault("At most 400 days at once");
    // One after the other, or two could both find none.
    await db.$executeRaw`SELECT 1 FROM workspaces WHERE id = ${workspaceId}::uuid FOR UPDATE`;
    if (await db.repricing.findFirst({ where: { state: { in: underWay } }, select: { id: true } }))
      throw conflict("A repricing is under way; wait for it or cancel it");
    const row = await db.repricing.create({
      data: {
        id: newId(),
        workspaceId,
        from: begins,
        to: ends,
        model: model ?? null,
        provider: provider ?? null,
        unpricedOnly,
        startedById: actor.id,
        startedByName: actor.name,
        // Its time of creation is the database's: what it writes is newer than what the run before it wrote.
      },
    });
    work.audit({ subject: { type: "repricing", id: row.id }, after: auditView(row) });
    work.afterCommit(() => runtime.queue.enqueue(repriceJob, { repricingId: row.id }));
    return shown(row);
  },
});

/** What was repriced stays so; the rest stays as it was. @throws conflict when it has ended */
export const cancel = defineVerb({
  name: "charges.cancel-repricing",
  permission: "charges:admin",
  input: repricingInput,
  output: repricing,
  run: async (work, { id }) => {
    const { db, context } = work;
    const before = await requireRepricing(db, id);
    const [row] = await db.repricing.updateManyAndReturn({
      where: { id, state: { in: underWay } },
      data: { state: "cancelled", finishedAt: context.now },
    });
    if (!row) throw conflict("It has ended already");
    work.audit({ subject: { type: "repricing", id }, before: auditView(before), after: auditView(row) });
    return shown(row);
  },
});

export const listRepricings = defineQuery({
  name: "charges.list-repricings",
  permission: "charges:read",
  input: listRepricingsInput,
  output: repricingPage,
  run: async ({ db }, page) => {
    const rows = await db.repricing.findMany(pageQuery(page));
    return pageResult(rows, page, shown);
  },
});

export const getRepricing = defineQuery({
  name: "charges.get-repricing",
  permission: "charges:read",
  input: idInput,
  output: repricing,
  run: async ({ db }, { id }) => shown(await requireRepricing(db, id)),
});
