import { addMember } from "@triops/domains/members/index";
import type { Runtime } from "@triops/domains/runtime";
import { operatorWorkspace } from "@triops/domains/workspaces/first-run";
import { foundWorkspace } from "@triops/domains/workspaces/found";
import { removeDemonstration } from "@triops/domains/workspaces/remove-demonstration";
import { update } from "@triops/domains/workspaces/update";
import { conflict, unavailable } from "@triops/kernel/errors";
import { rollUpMetrics } from "@triops/telemetry/rollups/roll-up";
import { prepareSpanRollUp } from "@triops/telemetry/services/roll-up-past";
import { parts } from "./acme/scenario.ts";
import { daysUpTo } from "./span-of-days.ts";
import { worldOf } from "./world.ts";

const name = "Acme";
const slug = "acme";
/** Its name until everything is there: a run that was cut short is begun anew. */
const unfinished = "Acme (being filled)";
/** Rows outlast the demonstration; raw data of a workspace is usually kept for 30 days. */
const retentionDays = 365;

export type Filled = { made: boolean; workspace: { id: string; slug: string } };

/**
 * Adds the demonstration workspace, unless it is there. `say` is told of each part.
 * @throws unavailable before the first run, conflict when somebody's own workspace has its slug
 */
export async function fillAcme(runtime: Runtime, say: (line: string) => void): Promise<Filled> {
  const there = await runtime.database.workspace.findUnique({ where: { slug } });
  if (there && !there.demonstration)
    throw conflict(`There is a workspace "${slug}" that is not ours to fill`);
  if (there && there.name !== unfinished) return { made: false, workspace: { id: there.id, slug } };
  if (there) await removeDemonstration(runtime, there.id);
  const workspace = await found(runtime);
  const owner = await runtime.database.member.findFirstOrThrow({
    where: { workspaceId: workspace.id, role: "owner" },
    include: { user: true },
  });
  const now = runtime.clock.now();
  // Rollups that never ran would otherwise begin thirty days ago and be busy for long.
  await rollUpMetrics(runtime.telemetry, { now });
  await prepareSpanRollUp(runtime.telemetry, now);
  const world = worldOf({
    ...{ runtime, workspace, retentionDays, days: daysUpTo(now) },
    owner: { kind: "member", id: owner.id, name: owner.user.name, role: "owner" },
  });
  for (const { there: what, fill } of parts) {
    const startedMs = performance.now();
    await fill(world);
    say(`${what} (${((performance.now() - startedMs) / 1_000).toFixed(1)} s)`);
  }
  await update.call(world.as(runtime.clock.now().getTime()), { id: workspace.id, name });
  return { made: true, workspace: { id: workspace.id, slug } };
}

/** Takes it away again, with all its data. @returns false when there is none */
export async function removeAcme(runtime: Runtime): Promise<boolean> {
  const there = await runtime.database.workspace.findUnique({ where: { slug } });
  if (!there?.demonstration) return false;
  await removeDemonstration(runtime, there.id);
  return true;
}

async function found(runtime: Runtime): Promise<{ id: string; slug: string }> {
  const home = await operatorWorkspace(runtime);
  const owner = home
    ? await runtime.database.member.findFirst({
        where: { workspaceId: home.id, role: "owner" },
        orderBy: { id: "asc" },
      })
    : null;
  if (!owner) throw unavailable("There is no workspace yet; start Triops once with `npm start`");
  const { workspace } = await foundWorkspace(
    runtime,
    {
      ...{ name: unfinished, slug, demonstration: true, retentionDays },
      actor: { kind: "system", id: "demonstration", name: "Demonstration" },
    },
    (work) => addMember(work, owner.userId, "owner"),
  );
  return workspace;
}
