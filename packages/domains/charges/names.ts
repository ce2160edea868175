import type { Transaction } from "@triops/database/scoped";
import { namesOfKeys } from "../api-keys/index.ts";
import { namesOfTeams, namesOfVirtualKeys } from "../virtual-keys/index.ts";
import type { ChargeDimension } from "./rules.ts";

/** What people call the values of dimensions; the value itself where it speaks for itself, empty where there is none. */
export async function namesOf(
  db: Transaction,
  by: readonly ChargeDimension[],
  rows: readonly { group: readonly string[] }[],
): Promise<(dimension: ChargeDimension, value: string) => string> {
  const valuesOf = (dimension: ChargeDimension): string[] => {
    const index = by.indexOf(dimension);
    return index < 0 ? [] : rows.map(({ group }) => group[index] ?? "").filter((value) => value !== "");
  };
  const [keys, teams, apiKeys] = await Promise.all([
    ask(valuesOf("key"), (ids) => namesOfVirtualKeys(db, ids)),
    ask(valuesOf("team"), (ids) => namesOfTeams(db, ids)),
    ask(valuesOf("apiKey"), async (ids) => {
      const found = await namesOfKeys(db, ids);
      return new Map([...found].map(([id, { name }]) => [id, name]));
    }),
  ]);
  const known: Partial<Record<ChargeDimension, Map<string, string>>> = {
    key: keys,
    team: teams,
    apiKey: apiKeys,
  };
  return (dimension, value) => known[dimension]?.get(value) ?? value;
}

const ask = async (ids: string[], find: (ids: string[]) => Promise<Map<string, string>>) =>
  ids.length === 0 ? new Map<string, string>() : find(ids);
