import { idInput } from "../paging.ts";
import { windowOf } from "../query-text.ts";
import { defineQuery } from "../verb.ts";
import { cursorOf, markersMax, placeOf } from "./rules.ts";
import { change, changePage, facets, listInput, markersInput, markers as markersOutput } from "./schemas.ts";
import { requireChange } from "./store.ts";

const dayMs = 86_400_000;
/** Values that a filter offers at most. */
const facetValuesMax = 100;
const facetDays = 90;

/** Changes by their time, newest first. */
export const list = defineQuery({
  name: "changes.list",
  permission: "changes:read",
  input: listInput,
  output: changePage,
  run: async ({ db }, { kind, service, actor, source, search, from, to, cursor, limit }) => {
    const place = cursor === undefined ? null : placeOf(cursor);
    const contains = search ? { contains: search, mode: "insensitive" as const } : null;
    const at = { ...(from && { gte: new Date(from) }), ...(to && { lt: new Date(to) }) };
    const rows = await db.change.findMany({
      where: {
        ...(kind ? { kind } : {}),
        ...(service ? { service } : {}),
        ...(actor ? { actor } : {}),
        ...(source ? { source } : {}),
        AND: [
          { at },
          ...(contains ? [{ OR: [{ title: contains }, { target: contains }] }] : []),
          ...(place
            ? [
                { at: { lte: new Date(place.atMs) } },
                { OR: [{ at: { lt: new Date(place.atMs) } }, { id: { lt: place.id } }] },
              ]
            : []),
        ],
      },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: limit + 1,
    });
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { data, nextCursor: more ? cursorOf({ atMs: last.at.getTime(), id: last.id }) : null };
  },
});

export const get = defineQuery({
  name: "changes.get",
  permission: "changes:read",
  input: idInput,
  output: change,
  run: ({ db }, { id }) => requireChange(db, id),
});

/** What a chart marks: with a service, its own changes and those that concern no service in particular. */
export const markers = defineQuery({
  name: "changes.markers",
  permission: "changes:read",
  input: markersInput,
  output: markersOutput,
  run: async ({ db, context }, { kind, service, ...range }) => {
    const { from, to } = windowOf(range, context.now, dayMs);
    const where = {
      at: { gte: from, lt: to },
      ...(kind ? { kind } : {}),
      ...(service ? { OR: [{ service }, { service: null }] } : {}),
    };
    const [data, total] = await Promise.all([
      db.change.findMany({ where, orderBy: [{ at: "desc" }, { id: "desc" }], take: markersMax }),
      db.change.count({ where }),
    ]);
    return { data, total };
  },
});

/** Kinds, services and actors of the last 90 days, the most frequent first. */
export const readFacets = defineQuery({
  name: "changes.facets",
  permission: "changes:read",
  input: markersInput.pick({}),
  output: facets,
  run: async ({ db, context }) => {
    const where = { at: { gte: new Date(context.now.getTime() - facetDays * dayMs) } };
    const take = facetValuesMax;
    const [kinds, services, actors] = await Promise.all([
      db.change.groupBy({ by: ["kind"], where, take, _count: true, orderBy: { _count: { kind: "desc" } } }),
      db.change.groupBy({
        by: ["service"],
        where: { ...where, service: { not: null } },
        take,
        _count: true,
        orderBy: { _count: { service: "desc" } },
      }),
      db.change.groupBy({
        by: ["actor"],
        where: { ...where, actor: { not: null } },
        take,
        _count: true,
        orderBy: { _count: { actor: "desc" } },
      }),
    ]);
    return {
      kinds: kinds.map(({ kind, _count }) => ({ value: kind, changes: _count })),
      services: services.map(({ service, _count }) => ({ value: service ?? "", changes: _count })),
      actors: actors.map(({ actor, _count }) => ({ value: actor ?? "", changes: _count })),
    };
  },
});
