import { predictionTotals } from "@triops/telemetry/predictions/traffic";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import {
  deployment,
  deploymentPage,
  listInput,
  liveInput,
  live as liveOutput,
  revisionPage,
  revisionsInput,
} from "./schemas.ts";
import { requireDeployment, shown, variantsOf } from "./store.ts";
import { shownVariant, storedVariants } from "./stored.ts";

export const list = defineQuery({
  name: "deployments.list",
  permission: "deployments:read",
  input: listInput,
  output: deploymentPage,
  run: async ({ db }, { search, name, model, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const serving = model
      ? await db.deploymentVariant.findMany({ where: { modelName: model }, select: { deploymentId: true } })
      : null;
    const rows = await db.deployment.findMany({
      ...query,
      where: {
        AND: [where, serving ? { id: { in: serving.map((row) => row.deploymentId) } } : {}],
        ...(name ? { name } : {}),
        ...(search ? { name: { contains: search, mode: "insensitive" as const } } : {}),
      },
    });
    const variants = await variantsOf(
      db,
      rows.map((row) => row.id),
    );
    return pageResult(rows, page, (row) => shown({ ...row, variants: variants.get(row.id) ?? [] }));
  },
});

export const get = defineQuery({
  name: "deployments.get",
  permission: "deployments:read",
  input: idInput,
  output: deployment,
  run: async ({ db }, { id }) => shown(await requireDeployment(db, id)),
});

/** Every picture that requests were answered by, newest first. */
export const revisions = defineQuery({
  name: "deployments.revisions",
  permission: "deployments:read",
  input: revisionsInput,
  output: revisionPage,
  run: async ({ db }, { id, ...page }) => {
    await requireDeployment(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.deploymentRevision.findMany({ ...query, where: { ...where, deploymentId: id } });
    return pageResult(rows, page, (row) => ({
      ...row,
      variants: storedVariants.parse(row.variants).map(shownVariant),
    }));
  },
});

const minutes = 15;

/** How deployments do now, for lists. */
export const live = defineQuery({
  name: "deployments.live",
  permission: "deployments:read",
  input: liveInput,
  output: liveOutput,
  run: async ({ db, context, runtime }, { ids }) => {
    const rows = await db.deployment.findMany({
      where: { id: { in: ids } },
      select: { id: true, name: true },
    });
    const to = context.now;
    const totals = await predictionTotals(runtime.telemetry, {
      workspaceId: context.workspaceId,
      deployments: rows.map((row) => row.name),
      window: { from: new Date(to.getTime() - minutes * 60_000), to: new Date(to.getTime() + 10_000) },
      answeringOnly: true,
    });
    return {
      data: rows.map(({ id, name }) => {
        const own = totals.find((one) => one.deployment === name);
        const requests = own?.requests ?? 0;
        return {
          id,
          requestsPerMinute: requests / minutes,
          errorShare: own && requests > 0 ? own.errors / requests : null,
          p50Ms: own?.p50Ms ?? null,
          p95Ms: own?.p95Ms ?? null,
        };
      }),
    };
  },
});
