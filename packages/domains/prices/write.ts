import { conflict, limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { createInput, price, pricesMax, updateInput } from "./schemas.ts";
import { auditView, changePrices, checkPrice, publishAfter, requirePrice } from "./store.ts";

/** Holds for calls from now on, or from the time that is said; what was recorded is repriced on request. @throws invalid, limitReached */
export const create = defineVerb({
  name: "prices.create",
  permission: "prices:admin",
  input: createInput,
  output: price,
  run: async (work, { from, until, ...given }) => {
    const { db, context } = work;
    await changePrices(work);
    if ((await db.price.count()) >= pricesMax)
      throw limitReached(`A workspace has at most ${pricesMax} prices of its own`);
    const { actor, now, workspaceId } = context;
    const row = await db.price.create({
      data: {
        ...given,
        id: newId(),
        workspaceId,
        from: from === undefined ? now : new Date(from),
        until: until === null ? null : new Date(until),
        createdById: actor.id,
        createdByName: actor.name,
      },
    });
    checkPrice(row);
    work.audit({ subject: { type: "price", id: row.id }, after: auditView(row) });
    publishAfter(work);
    return row;
  },
});

/** What is not named stays. @throws invalid, conflict */
export const update = defineVerb({
  name: "prices.update",
  permission: "prices:admin",
  input: updateInput,
  output: price,
  run: async (work, { id, revision, from, until, ...given }) => {
    const { db } = work;
    await changePrices(work);
    const before = await requirePrice(db, id);
    if (revision !== undefined && revision !== before.revision)
      throw conflict(`The price is at revision ${before.revision} by now; look again`);
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const [row] = await db.price.updateManyAndReturn({
      where: { id, revision: before.revision },
      data: {
        ...fields,
        ...(from === undefined ? {} : { from: new Date(from) }),
        ...(until === undefined ? {} : { until: until === null ? null : new Date(until) }),
        revision: { increment: 1 },
      },
    });
    if (!row) throw conflict("The price was changed by somebody else just now; look again");
    checkPrice(row);
    work.audit({ subject: { type: "price", id }, before: auditView(before), after: auditView(row) });
    publishAfter(work);
    return row;
  },
});

/** Calls are priced by what is left from now on; what was recorded stays until it is repriced. */
export const remove = defineVerb({
  name: "prices.remove",
  permission: "prices:admin",
  input: idInput,
  output: price,
  run: async (work, { id }) => {
    await changePrices(work);
    const row = await requirePrice(work.db, id);
    await work.db.price.deleteMany({ where: { id } });
    work.audit({ subject: { type: "price", id }, before: auditView(row), after: null });
    publishAfter(work);
    return row;
  },
});
