import { isTriopsError } from "@triops/kernel/errors";
import { subscribe } from "../events.ts";
import { aliasMoved, findVersion } from "../models/index.ts";
import type { Work } from "../work.ts";
import { resolveVariant } from "./resolve.ts";
import { auditView, requireDeployment, revise } from "./store.ts";
import type { StoredVariant } from "./stored.ts";

/** An alias moved: whatever follows it serves the version that it points to now. */
export const followAlias = subscribe(aliasMoved, "deployments.follow", async (work, { name, alias }) => {
  const variants = await work.db.deploymentVariant.findMany({
    where: { modelName: name, alias },
    select: { deploymentId: true },
  });
  for (const id of new Set(variants.map((row) => row.deploymentId))) await follow(work, id);
});

/**
 * Brings the variants that follow an alias to its version. While a rollout moves the weights nothing happens; the sweep
 * comes back to it. An alias that was taken away, or a version without files to serve, leaves what answers.
 */
export async function follow(work: Work, deploymentId: string): Promise<boolean> {
  const before = await requireDeployment(work.db, deploymentId);
  if (before.rolloutId !== null) return false;
  const variants: StoredVariant[] = [];
  const moved: string[] = [];
  for (const variant of before.variants) {
    const next = variant.alias === null ? null : await nextOf(work, variant, variant.alias);
    if (next) moved.push(`${variant.modelName}@${variant.alias} is version ${next.modelVersion}`);
    if (next && before.variants.some(({ id }) => id === next.id && id !== variant.id)) return false;
    variants.push(next ?? variant);
  }
  if (moved.length === 0) return false;
  const after = await revise(work, before, { kind: "alias_moved", reason: moved.join(", "), variants });
  work.audit({
    subject: { type: "deployment", id: deploymentId },
    before: auditView(before),
    after: auditView(after),
  });
  return true;
}

async function nextOf(work: Work, variant: StoredVariant, alias: string): Promise<StoredVariant | null> {
  try {
    const { version } = await findVersion(work.db, { name: variant.modelName, alias });
    if (String(version) === variant.modelVersion) return null;
    const { role, weight, timeoutMs, modelName: model, target } = variant;
    const serve =
      target.kind === "onnx"
        ? { kind: "onnx" as const }
        : {
            kind: "server" as const,
            protocol: target.protocol,
            url: target.url,
            remoteModel: target.remoteModel,
          };
    const next = await resolveVariant(work, { role, weight, timeoutMs, model, alias, serve });
    // Headers are sealed to the variant that they were given for, and the same server answers.
    return target.kind === "server"
      ? { ...next, id: variant.id, headersSealed: variant.headersSealed }
      : next;
  } catch (error) {
    if (!isTriopsError(error) || !["invalid", "not_found"].includes(error.code)) throw error;
    work.runtime.log.warn({ err: error, model: variant.modelName, alias }, "an alias cannot be followed");
    return null;
  }
}
