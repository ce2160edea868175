import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { readUsage } from "@triops/telemetry/sources/usage";

const everyMs = 60_000;

type Room = { left: number; atMs: number; known: Set<bigint> };

/**
 * How many more series a workspace may have, asked once a minute and counted down in between. Approximate by a
 * minute's worth of what others add meanwhile.
 */
export function createSeriesRoom(
  telemetry: Telemetry,
  seriesMaxOf: (workspaceId: string) => Promise<number>,
) {
  const rooms = new Map<string, Room>();
  return {
    async refresh(workspaceIds: Iterable<string>, now: Date): Promise<void> {
      for (const workspaceId of workspaceIds) {
        const room = rooms.get(workspaceId);
        if (room && now.getTime() - room.atMs < everyMs) continue;
        const [{ series }, seriesMax] = await Promise.all([
          readUsage(telemetry, workspaceId, now),
          seriesMaxOf(workspaceId),
        ]);
        rooms.set(workspaceId, {
          left: seriesMax - series,
          atMs: now.getTime(),
          known: room?.known ?? new Set(),
        });
      }
    },
    /** A series that this process has admitted before needs no room. */
    has(workspaceId: string, seriesId: bigint): boolean {
      const room = rooms.get(workspaceId);
      if (!room || room.known.has(seriesId)) return true;
      if (room.left <= 0) return false;
      room.left--;
      room.known.add(seriesId);
      return true;
    },
  };
}
