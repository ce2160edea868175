import type { Transaction } from "@triops/database/scoped";
import { conflict, limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import type { Runtime } from "../runtime.ts";
import { defineQuery, defineVerb } from "../verb.ts";
import { createTeamInput, listTeamsInput, team, teamPage, teamsMax, updateTeamInput } from "./schemas.ts";
import { spentBy } from "./spend.ts";
import {
  changeLimits,
  publishAfter,
  requireFreeTeamName,
  requireTeam,
  type TeamRow,
  teamView,
} from "./store.ts";
import { limitsOf } from "./stored.ts";

async function shown(db: Transaction, runtime: Runtime, rows: readonly TeamRow[], now: Date) {
  const keys = await db.virtualKey.groupBy({
    by: ["teamId"],
    where: {
      teamId: { in: rows.map(({ id }) => id) },
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    _count: true,
  });
  const spent = await spentBy(
    runtime,
    rows.map((row) => ({ scope: { kind: "team", id: row.id }, limits: limitsOf(row) })),
    now,
  );
  return rows.map((row, index) => ({
    ...row,
    limits: limitsOf(row),
    spend: spent[index] ?? [],
    keys: keys.find(({ teamId }) => teamId === row.id)?._count ?? 0,
  }));
}

export const listTeams = defineQuery({
  name: "virtual-keys.list-teams",
  permission: "virtual-keys:read",
  input: listTeamsInput,
  output: teamPage,
  run: async ({ db, runtime, context }, { search, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.team.findMany({
      ...query,
      where: { ...where, ...(search ? { name: { contains: search, mode: "insensitive" as const } } : {}) },
    });
    const views = await shown(db, runtime, rows.slice(0, page.limit), context.now);
    return { ...pageResult(rows, page, ({ id }) => id), data: views };
  },
});

export const getTeam = defineQuery({
  name: "virtual-keys.get-team",
  permission: "virtual-keys:read",
  input: idInput,
  output: team,
  run: async ({ db, runtime, context }, { id }) =>
    (await shown(db, runtime, [await requireTeam(db, id)], context.now))[0],
});

/** Limits that virtual keys share. @throws conflict, limitReached */
export const createTeam = defineVerb({
  name: "virtual-keys.create-team",
  permission: "virtual-keys:admin",
  input: createTeamInput,
  output: team,
  run: async (work, given) => {
    const { db, context, runtime } = work;
    await changeLimits(work);
    if ((await db.team.count()) >= teamsMax) throw limitReached(`A workspace has at most ${teamsMax} teams`);
    await requireFreeTeamName(db, given.name);
    const id = newId();
    const row = await db.team.create({
      data: { ...given, id, workspaceId: context.workspaceId, createdById: context.actor.id },
    });
    work.audit({ subject: { type: "team", id }, after: teamView(row) });
    publishAfter(work);
    return (await shown(db, runtime, [row], context.now))[0];
  },
});

/** What is not named stays; what was spent stays counted. @throws conflict */
export const updateTeam = defineVerb({
  name: "virtual-keys.update-team",
  permission: "virtual-keys:admin",
  input: updateTeamInput,
  output: team,
  run: async (work, { id, name, limits }) => {
    const { db, context, runtime } = work;
    await changeLimits(work);
    const before = await requireTeam(db, id);
    if (name !== undefined && name !== before.name) await requireFreeTeamName(db, name);
    const [row] = await db.team.updateManyAndReturn({
      where: { id },
      data: { ...(name === undefined ? {} : { name }), ...(limits === undefined ? {} : { limits }) },
    });
    if (!row) throw conflict("The team was deleted just now");
    work.audit({ subject: { type: "team", id }, before: teamView(before), after: teamView(row) });
    publishAfter(work);
    return (await shown(db, runtime, [row], context.now))[0];
  },
});

/** @throws conflict while virtual keys that work belong to it */
export const removeTeam = defineVerb({
  name: "virtual-keys.remove-team",
  permission: "virtual-keys:admin",
  input: idInput,
  output: team,
  run: async (work, { id }) => {
    const { db, context, runtime } = work;
    await changeLimits(work);
    const row = await requireTeam(db, id);
    const [view] = await shown(db, runtime, [row], context.now);
    if (view && view.keys > 0)
      throw conflict(`${view.keys} virtual ${view.keys === 1 ? "key belongs" : "keys belong"} to it`);
    await db.virtualKey.updateMany({ where: { teamId: id }, data: { teamId: null } });
    await db.team.deleteMany({ where: { id } });
    work.audit({ subject: { type: "team", id }, before: teamView(row), after: null });
    publishAfter(work);
    return view;
  },
});
