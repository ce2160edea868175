import type { Database } from "@triops/database/client";
import { newId } from "@triops/kernel/ids";
import type { FoundService } from "@triops/telemetry/services/discover";
import { servicesMax } from "./store.ts";

export type Discovered = { added: number; refused: number };

/** Names longer than this are no names. */
const nameCharsMax = 200;

type Sighting = { workspaceId: string; name: string; foundIn: string[]; firstSeenAt: Date; lastSeenAt: Date };

/** One sighting of each service: of all signals together. */
function gather(found: readonly FoundService[]): Sighting[] {
  const sightings = new Map<string, Sighting>();
  for (const { workspaceId, service, signal, firstSeen, lastSeen } of found) {
    if (service.length > nameCharsMax || service.includes("\u0000")) continue;
    const key = `${workspaceId} ${service}`;
    const known = sightings.get(key);
    if (!known) {
      sightings.set(key, {
        workspaceId,
        name: service,
        foundIn: [signal],
        firstSeenAt: firstSeen,
        lastSeenAt: lastSeen,
      });
      continue;
    }
    known.foundIn.push(signal);
    if (firstSeen < known.firstSeenAt) known.firstSeenAt = firstSeen;
    if (lastSeen > known.lastSeenAt) known.lastSeenAt = lastSeen;
  }
  return [...sightings.values()];
}

/**
 * Enters what was found into the catalog. The name is the key: found twice, or by two workers at once, a service is
 * one service. What people wrote is not touched.
 */
export async function takeIn(database: Database, found: readonly FoundService[]): Promise<Discovered> {
  const result: Discovered = { added: 0, refused: 0 };
  for (const [workspaceId, sightings] of Map.groupBy(gather(found), (one) => one.workspaceId)) {
    // A workspace may have been removed while its telemetry is still there.
    if ((await database.workspace.count({ where: { id: workspaceId } })) === 0) continue;
    const rows = await database.service.findMany({
      where: { workspaceId },
      select: { name: true, foundIn: true },
    });
    const known = new Map(rows.map((row) => [row.name, row.foundIn]));
    const fresh = sightings.filter(({ name }) => !known.has(name));
    const room = Math.max(0, servicesMax - known.size);
    const made = await database.service.createMany({
      data: fresh.slice(0, room).map((one) => ({ id: newId(), ...one, createdById: "services.discover" })),
      skipDuplicates: true,
    });
    result.added += made.count;
    result.refused += Math.max(0, fresh.length - room);
    for (const { name, foundIn, firstSeenAt, lastSeenAt } of sightings) {
      const before = known.get(name);
      if (!before) continue;
      const where = { workspaceId, name };
      await database.service.updateMany({
        where: { ...where, OR: [{ lastSeenAt: null }, { lastSeenAt: { lt: lastSeenAt } }] },
        data: { lastSeenAt },
      });
      await database.service.updateMany({ where: { ...where, firstSeenAt: null }, data: { firstSeenAt } });
      const all = [...new Set([...before, ...foundIn])].sort();
      if (all.length > before.length) await database.service.updateMany({ where, data: { foundIn: all } });
    }
  }
  return result;
}
