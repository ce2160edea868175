import type { Caller, Runtime } from "@triops/domains/runtime";
import type { Actor } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import type { Days } from "./span-of-days.ts";

/** What every part of a scenario is given. */
export type World = {
  runtime: Runtime;
  workspace: { id: string };
  days: Days;
  /** The owner of the installation, who owns the workspace. */
  owner: Extract<Actor, { kind: "member" }>;
  /** Whoever filled it, or a character of the story, acting at an instant. */
  as(atMs: number, actor?: Actor): Caller;
  /** Days that rows are kept: long enough that a demonstration does not fade while it is looked at. */
  retentionDays: number;
};

/** The cast: they act as parts of Triops, because nobody of this name has an account. */
export const character = (name: string): Actor => ({ kind: "system", id: "demonstration", name });
export const maya = character("Maya (demonstration)");
export const jonas = character("Jonas (demonstration)");
export const priya = character("Priya (demonstration)");

export function worldOf(given: Omit<World, "as">): World {
  const { runtime, workspace, owner } = given;
  return {
    ...given,
    as(atMs, actor = owner) {
      const now = new Date(atMs);
      return {
        runtime: { ...runtime, clock: { now: () => now } },
        context: { workspaceId: workspace.id, actor, requestId: newId(), origin: {}, now },
      };
    },
  };
}
