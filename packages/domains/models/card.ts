import type { Transaction } from "@triops/database/scoped";
import { conflict } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { originsOf } from "../training/index.ts";
import { defineQuery, defineVerb } from "../verb.ts";
import { type Card, card, saveCardInput } from "./schemas.ts";
import { servingOf } from "./serving.ts";
import { type ModelRow, requireModel, shownModel, shownVersions } from "./store.ts";

const versionsMax = 10;
const metricsMax = 30;
const datasetsMax = 30;

/** What people wrote, and beside it what Triops knows: data, metrics, owners, versions, deployments. */
export const readCard = defineQuery({
  name: "models.read-card",
  permission: "models:read",
  input: idInput,
  output: card,
  run: async ({ db }, { id }) => shownCard(db, await requireModel(db, id)),
});

/** @throws conflict when somebody saved another text since `revision` */
export const saveCard = defineVerb({
  name: "models.save-card",
  permission: "models:write",
  input: saveCardInput,
  output: card,
  run: async (work, { id, text, revision }) => {
    const { db, context } = work;
    const before = await requireModel(db, id);
    const [after] = await db.registeredModel.updateManyAndReturn({
      where: { id, cardRevision: revision },
      data: { card: text, cardRevision: { increment: 1 }, updatedAt: context.now },
    });
    if (!after) throw conflict("Somebody else saved another text just now; look again");
    const view = (row: ModelRow) => ({
      name: `Card of ${row.name}`,
      revision: row.cardRevision,
      beginning: row.card.slice(0, 300),
    });
    work.audit({ subject: { type: "model", id }, before: view(before), after: view(after) });
    return shownCard(db, after);
  },
});

async function shownCard(db: Transaction, row: ModelRow): Promise<Card> {
  const model = await shownModel(db, row);
  const rows = await db.modelVersion.findMany({
    where: { modelId: row.id, deletedAt: null },
    orderBy: { version: "desc" },
    take: versionsMax,
  });
  const versions = await shownVersions(db, rows);
  // The card tells of the version that counts: the champion, or the newest while there is none.
  const champion = model.aliases.find(({ alias }) => alias === "champion")?.version;
  const told = rows.find(({ version }) => version === champion) ?? rows[0];
  const [origin] = told ? await originsOf(db, [told]) : [];
  const serving = await servingOf(db, row.name);
  const about = told ? `version ${told.version}` : "a version";
  const table = (head: string[], body: string[][]) => (body.length > 0 ? [head, ...body] : []);
  return {
    text: row.card,
    revision: row.cardRevision,
    generated: [
      {
        key: "owners",
        title: "Owners",
        rows: table(
          ["Owner"],
          row.owners.map((owner) => [owner]),
        ),
        empty: "Nobody is named as owner",
      },
      {
        key: "versions",
        title: "Versions",
        rows: table(
          ["Version", "Aliases", "Registered", "By"],
          versions.map((version) => [
            String(version.version),
            version.aliases.join(", "),
            version.createdAt.toISOString().slice(0, 10),
            version.createdByName,
          ]),
        ),
        empty: "No version yet",
      },
      {
        key: "data",
        title: `Data of ${about}`,
        rows: table(
          ["Data set", "Digest", "Used for"],
          (origin?.datasets ?? [])
            .slice(0, datasetsMax)
            .map(({ name, digest, context }) => [name, digest, context ?? ""]),
        ),
        empty: "Its run logged no data set",
      },
      {
        key: "metrics",
        title: `Metrics of ${about}`,
        rows: table(
          ["Metric", "Value"],
          Object.entries(origin?.metrics ?? {})
            .sort(([a], [b]) => a.localeCompare(b))
            .slice(0, metricsMax)
            .map(([key, value]) => [key, String(Number(value.toPrecision(6)))]),
        ),
        empty: "Its run logged no metric",
      },
      {
        key: "deployments",
        title: "Deployments",
        rows: table(
          ["Deployment", "Version", "Role", "Traffic"],
          serving.map((one) => [one.deployment, String(one.version), one.role, `${one.weight} %`]),
        ),
        empty: "No version of it is deployed",
      },
    ],
  };
}
