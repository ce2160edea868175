import type { Context } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";

/** One open request for a thing, its pointer and a version. */
export const openKeyOf = (id: string, pointer: string, version: number | null): string =>
  `${id}:${pointer}:${version ?? "none"}`;

/** A line of a request's timeline, said by whoever acts. */
export const entryBy = ({ actor, workspaceId, now }: Context) => ({
  id: newId(),
  workspaceId,
  at: now,
  actorKind: actor.kind,
  actorId: actor.id,
  actorName: actor.name,
});

/** Who decided, and when. */
export const decidedBy = ({ actor, now }: Context) => ({
  decidedById: actor.id,
  decidedByName: actor.name,
  decidedAt: now,
});
