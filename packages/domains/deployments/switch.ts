import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { blockedBecause } from "./rules.ts";
import { deployment, switchInput } from "./schemas.ts";
import { auditView, requireDeployment, revise, shown } from "./store.ts";

async function turn(work: Work, id: string, enabled: boolean, reason: string | undefined) {
  const before = await requireDeployment(work.db, id);
  const blocked = blockedBecause[enabled ? "enable" : "disable"](before);
  if (blocked) throw conflict(blocked);
  const kind = enabled ? "enabled" : "disabled";
  const after = await revise(work, before, { kind, reason, data: { enabled }, as: before.rolloutId });
  work.audit({ subject: { type: "deployment", id }, before: auditView(before), after: auditView(after) });
  return shown(after);
}

/** Requests are answered again. @throws conflict */
export const enable = defineVerb({
  name: "deployments.enable",
  permission: "deployments:write",
  input: switchInput,
  output: deployment,
  run: (work, { id, reason }) => turn(work, id, true, reason),
});

/** Requests get 503 and are told that it was switched off. @throws conflict */
export const disable = defineVerb({
  name: "deployments.disable",
  permission: "deployments:write",
  input: switchInput,
  output: deployment,
  run: (work, { id, reason }) => turn(work, id, false, reason),
});
