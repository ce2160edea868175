import type { Prisma } from "@triops/database/client";
import { serviceSignals } from "@triops/telemetry/services/health";
import { serviceOperations } from "@triops/telemetry/services/operations";
import { defineQuery } from "../verb.ts";
import { readHealth, scopeOf } from "./health.ts";
import { byUrgency } from "./rules.ts";
import {
  listInput,
  operationList,
  serviceInput,
  servicePage,
  serviceWithHealth,
  signalsInput,
  signals as signalsShape,
  summaryInput,
  summary as summaryShape,
} from "./schemas.ts";
import { requireService, servicesMax } from "./store.ts";

/** By name. A filter by state looks at every service of the workspace, which are at most a thousand. */
export const list = defineQuery({
  name: "services.list",
  permission: "services:read",
  input: listInput,
  output: servicePage,
  run: async (reading, { cursor, limit, name, search, owner, tag, tier, state, archived, ...range }) => {
    const where: Prisma.ServiceWhereInput = {
      ...(archived === "all" ? {} : { archivedAt: archived === "only" ? { not: null } : null }),
      ...(name ? { name } : {}),
      ...(owner ? { owner } : {}),
      ...(tag ? { tags: { has: tag } } : {}),
      ...(tier ? { tier } : {}),
      ...(search
        ? {
            OR: [
              ...(["name", "owner", "description"] as const).map((field) => ({
                [field]: { contains: search, mode: "insensitive" as const },
              })),
              { tags: { has: search } },
            ],
          }
        : {}),
      ...(cursor ? { AND: { name: { gt: cursor } } } : {}),
    };
    const take = state ? servicesMax : limit + 1;
    const rows = await reading.db.service.findMany({ where, orderBy: { name: "asc" }, take });
    const healthOf = await readHealth(
      reading,
      range,
      rows.map((row) => row.name),
    );
    const all = rows.map((row) => ({ ...row, health: healthOf(row.name) }));
    const fitting = state
      ? all.filter(({ health }) =>
          state === "unwell"
            ? health.state === "failing" || health.state === "degraded"
            : health.state === state,
        )
      : all;
    const data = fitting.slice(0, limit);
    return { data, nextCursor: fitting.length > limit ? (data.at(-1)?.name ?? null) : null };
  },
});

/** How many services are well, and which are not. */
export const summary = defineQuery({
  name: "services.summary",
  permission: "services:read",
  input: summaryInput,
  output: summaryShape,
  run: async (reading, range) => {
    const rows = await reading.db.service.findMany({
      where: { archivedAt: null },
      select: { name: true },
      take: servicesMax,
      orderBy: { name: "asc" },
    });
    const healthOf = await readHealth(reading, range);
    const states = rows.map(({ name }) => ({ name, state: healthOf(name).state }));
    const count = (state: string) => states.filter((one) => one.state === state).length;
    return {
      total: states.length,
      failing: count("failing"),
      degraded: count("degraded"),
      healthy: count("healthy"),
      quiet: count("quiet"),
      unwell: states
        .filter(({ state }) => state === "failing" || state === "degraded")
        .sort((a, b) => byUrgency(a.state, b.state))
        .map(({ name }) => name)
        .slice(0, 20),
    };
  },
});

export const get = defineQuery({
  name: "services.get",
  permission: "services:read",
  input: serviceInput,
  output: serviceWithHealth,
  run: async (reading, { id, ...range }) => {
    const row = await requireService(reading.db, id);
    const healthOf = await readHealth(reading, range, [row.name]);
    return { ...row, health: healthOf(row.name) };
  },
});

/** What it did, by operation: first what entered it, the most time first. */
export const operations = defineQuery({
  name: "services.operations",
  permission: "services:read",
  input: serviceInput,
  output: operationList,
  run: async (reading, { id, ...range }) => {
    const { name } = await requireService(reading.db, id);
    const { workspaceId, window } = scopeOf(reading, range);
    const data = await serviceOperations(reading.runtime.telemetry, { workspaceId, window, service: name });
    return { data };
  },
});

/** Requests, errors and durations over time; of one operation when it is named. */
export const signals = defineQuery({
  name: "services.signals",
  permission: "services:read",
  input: signalsInput,
  output: signalsShape,
  run: async (reading, { id, operation, ...range }) => {
    const { name } = await requireService(reading.db, id);
    const { workspaceId, window } = scopeOf(reading, range);
    return serviceSignals(reading.runtime.telemetry, { workspaceId, window, service: name, operation });
  },
});
