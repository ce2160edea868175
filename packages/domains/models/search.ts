import type { Transaction } from "@triops/database/scoped";
import { type Sql, sql } from "@triops/database/sql";
import { invalid } from "@triops/kernel/errors";
import {
  type Comparison,
  conditionOf,
  type Filter,
  numberCondition,
  type Ordering,
  parseFilter,
  parseOrdering,
  type Searched,
  textCondition,
} from "../mlflow-filter/index.ts";
import { afterPlace, type Key, orderOf, placeOf, tokenOf } from "./keyset.ts";
import { promptTag } from "./rules.ts";
import type { ModelRow, VersionRow } from "./store.ts";

/** What is searched, how ordered, from where on. All of it as MLflow's clients say it. */
export type Search = {
  filter?: string | undefined;
  orderBy?: readonly string[] | undefined;
  token?: string | undefined;
  limit: number;
  /** Part of a model's name, beside the filter. */
  named?: string | undefined;
  modelId?: string | undefined;
  runId?: string | undefined;
};

export type Found<Row> = { rows: Row[]; nextToken: string | null };

const times = {
  creation_timestamp: "creation_timestamp",
  last_updated_timestamp: "last_updated_timestamp",
} as const;

const searchedModels: Searched = {
  attributes: { name: { field: "name", type: "text" } },
  entities: ["tag"],
  orderable: { name: "name", ...times, timestamp: times.last_updated_timestamp },
};

const searchedVersions: Searched = {
  attributes: {
    name: { field: "name", type: "text", list: true },
    source_path: { field: "source", type: "text" },
    run_id: { field: "runId", type: "text", list: true },
    version_number: { field: "version", type: "number" },
  },
  entities: ["tag"],
  orderable: { name: "name", version_number: "version_number", ...times },
};

const modelColumns: Record<string, Pick<Key, "column" | "type">> = {
  name: { column: sql`m.name`, type: "text" },
  creation_timestamp: { column: sql`m."createdAt"`, type: "time" },
  last_updated_timestamp: { column: sql`m."updatedAt"`, type: "time" },
};
const versionColumns: Record<string, Pick<Key, "column" | "type">> = {
  name: { column: sql`m.name`, type: "text" },
  version_number: { column: sql`v.version`, type: "number" },
  creation_timestamp: { column: sql`v."createdAt"`, type: "time" },
  last_updated_timestamp: { column: sql`v."updatedAt"`, type: "time" },
};
const textColumns: Record<string, Sql> = { name: sql`m.name`, source: sql`v.source`, runId: sql`v."runId"` };

/** @throws invalid for a filter, an order or a token that cannot be read */
export async function searchModels(
  db: Transaction,
  workspaceId: string,
  search: Search,
): Promise<Found<ModelRow>> {
  const filter = parseFilter(search.filter, searchedModels);
  const keys = keysOf(search.orderBy, searchedModels, modelColumns, ["name ASC"]);
  const place = placeOf(keys, search.token);
  const condition = conditionOf(filter, (one) =>
    one.entity === "tag" ? tagCondition(one, modelTag(one.key)) : textCondition(sql`m.name`, one),
  );
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM registered_models m
    WHERE m."workspaceId" = ${workspaceId}::uuid AND ${condition}
      AND ${mentionsPrompts(filter) ? sql`TRUE` : sql`NOT ${promptModel}`}
      AND (${search.named ?? null}::text IS NULL OR strpos(lower(m.name), lower(${search.named ?? null}::text)) > 0)
      AND ${afterPlace(keys, place)}
    ORDER BY ${orderOf(keys)} LIMIT ${search.limit + 1}`;
  const ids = found.slice(0, search.limit).map(({ id }) => id);
  const byId = new Map(
    (await db.registeredModel.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, row]),
  );
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  const last = rows.at(-1);
  const values = (row: ModelRow) => ({
    name: row.name,
    creation_timestamp: row.createdAt.toISOString(),
    last_updated_timestamp: row.updatedAt.toISOString(),
  });
  const more = found.length > search.limit && last;
  return { rows, nextToken: more ? tokenOf(keys, placeIn(keys, values(last))) : null };
}

/** @throws invalid for a filter, an order or a token that cannot be read */
export async function searchVersions(
  db: Transaction,
  workspaceId: string,
  search: Search,
): Promise<Found<VersionRow>> {
  const filter = parseFilter(search.filter, searchedVersions);
  const keys = keysOf(search.orderBy, searchedVersions, versionColumns, [
    "last_updated_timestamp DESC",
    "name ASC",
    "version_number DESC",
  ]);
  const place = placeOf(keys, search.token);
  const condition = conditionOf(filter, (one) => {
    if (one.entity === "tag") return tagCondition(one, versionTag(one.key));
    const column = textColumns[one.key];
    if (column) return textCondition(column, one);
    if (!Number.isInteger(one.value))
      throw invalid(`Invalid value for numeric attribute 'version_number': ${String(one.value)}`);
    return numberCondition(sql`v.version`, one);
  });
  const found = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT v.id, m.name FROM model_versions v JOIN registered_models m ON m.id = v."modelId"
    WHERE v."workspaceId" = ${workspaceId}::uuid AND m."workspaceId" = ${workspaceId}::uuid
      AND v."deletedAt" IS NULL AND ${condition}
      AND ${mentionsPrompts(filter) ? sql`TRUE` : sql`NOT ${promptModel}`}
      AND (${search.modelId ?? null}::uuid IS NULL OR v."modelId" = ${search.modelId ?? null}::uuid)
      AND (${search.runId ?? null}::text IS NULL OR v."runId" = ${search.runId ?? null}::text)
      AND ${afterPlace(keys, place)}
    ORDER BY ${orderOf(keys)} LIMIT ${search.limit + 1}`;
  const page = found.slice(0, search.limit);
  const byId = new Map(
    (await db.modelVersion.findMany({ where: { id: { in: page.map(({ id }) => id) } } })).map((row) => [
      row.id,
      row,
    ]),
  );
  const rows = page.flatMap(({ id }) => byId.get(id) ?? []);
  const last = rows.at(-1);
  const values = (row: VersionRow) => ({
    name: page.at(-1)?.name ?? "",
    version_number: row.version,
    creation_timestamp: row.createdAt.toISOString(),
    last_updated_timestamp: row.updatedAt.toISOString(),
  });
  const more = found.length > search.limit && last;
  return { rows, nextToken: more ? tokenOf(keys, placeIn(keys, values(last))) : null };
}

const placeIn = (keys: readonly Key[], values: Record<string, string | number>): (string | number)[] =>
  keys.map(({ name }) => values[name] ?? "");

/** What the caller ordered by, then the natural order, so that no two rows share a place. */
function keysOf(
  orderBy: readonly string[] | undefined,
  searched: Searched,
  columns: Record<string, Pick<Key, "column" | "type">>,
  natural: readonly string[],
): Key[] {
  const asked = parseOrdering(orderBy ?? [], searched);
  const names = asked.map(({ key }) => key);
  if (new Set(names).size < names.length) throw invalid(`\`order_by\` contains duplicate fields: ${names}`);
  const rest: Ordering[] = parseOrdering(
    // With an order of its own, ties go by name and then the newest version.
    asked.length > 0 ? natural.filter((one) => !one.startsWith("last_")) : natural,
    searched,
  ).filter(({ key }) => !names.includes(key));
  return [...asked, ...rest].flatMap(({ key, ascending }) => {
    const column = columns[key];
    return column ? [{ ...column, name: key, ascending }] : [];
  });
}

const modelTag = (key: string): Sql =>
  sql`(SELECT t.value FROM registered_model_tags t WHERE t."modelId" = m.id AND t.key = ${key})`;

/** A version of a prompt is one also when only its model says so. */
const versionTag = (key: string): Sql =>
  key === promptTag
    ? sql`COALESCE((SELECT t.value FROM model_version_tags t WHERE t."versionId" = v.id AND t.key = ${key}), ${modelTag(key)})`
    : sql`(SELECT t.value FROM model_version_tags t WHERE t."versionId" = v.id AND t.key = ${key})`;

const promptModel = sql`EXISTS (SELECT 1 FROM registered_model_tags t
  WHERE t."modelId" = m.id AND t.key = ${promptTag} AND lower(t.value) = 'true')`;

/** A model without the tag of prompts is no prompt: that is what clients mean when they ask for `!= 'true'`. */
const tagCondition = (one: Comparison, value: Sql): Sql =>
  textCondition(one.key === promptTag ? sql`COALESCE(${value}, 'false')` : value, one);

/** Who names the tag of prompts decides about them; for everybody else there are none. */
function mentionsPrompts(filter: Filter | null): boolean {
  if (!filter) return false;
  if (filter.kind === "compare") return filter.entity === "tag" && filter.key === promptTag;
  return filter.kind === "not" ? mentionsPrompts(filter.term) : filter.terms.some(mentionsPrompts);
}
