import type { Transaction } from "@triops/database/scoped";
import { z } from "zod";
import { idInput } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { requireVersion } from "./store.ts";

/** A version may be a copy of a version of another model, and that of another. */
const copiesMax = 5;

/** Where the files of a version are: its source, or that of the version it is a copy of. */
export const downloadUri = defineQuery({
  name: "models.download-uri",
  permission: "models:read",
  input: idInput,
  output: z.object({ uri: z.string() }),
  run: async ({ db }, { id }) => {
    const version = await requireVersion(db, id);
    return { uri: await originalSource(db, version.source) };
  },
});

/** Follows `models:/<name>/<version>` and `models:/<name>@<alias>` to what is no registered model. */
export async function originalSource(db: Transaction, source: string): Promise<string> {
  let found = source;
  for (let copies = 0; copies < copiesMax; copies++) {
    const next = await copiedFrom(db, found);
    if (next === null) return found;
    found = next;
  }
  return found;
}

async function copiedFrom(db: Transaction, source: string): Promise<string | null> {
  const numbered = /^models:\/+([^/]+)\/(\d{1,9})$/.exec(source);
  const aliased = /^models:\/+([^/@]+)@([\w-]+)$/.exec(source);
  const name = decoded(numbered?.[1] ?? aliased?.[1]);
  if (!name) return null;
  const model = await db.registeredModel.findFirst({ where: { name }, select: { id: true } });
  if (!model) return null;
  const alias = aliased
    ? await db.modelAlias.findFirst({ where: { modelId: model.id, alias: aliased[2] ?? "" } })
    : null;
  const version = alias?.version ?? Number(numbered?.[2] ?? 0);
  const row = await db.modelVersion.findFirst({
    where: { modelId: model.id, version, deletedAt: null },
    select: { source: true },
  });
  return row?.source ?? null;
}

function decoded(text: string | undefined): string | null {
  try {
    return text === undefined ? null : decodeURIComponent(text);
  } catch {
    return null;
  }
}
