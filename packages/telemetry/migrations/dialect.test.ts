import { describe, expect, it } from "vitest";
import { dialectFor } from "./dialect.ts";
import { migrations } from "./list.ts";

describe("dialect", () => {
  it("makes every table replicated, distributed and cluster-wide when a cluster is named", () => {
    const statements = migrations.flatMap((migration) => migration.up(dialectFor("main")));
    const created = statements.filter((sql) => sql.startsWith("CREATE TABLE"));
    expect(created.length).toBeGreaterThan(10);
    for (const sql of created) expect(sql).toContain("ON CLUSTER 'main'");
    const local = created.filter((sql) => /EXISTS \w+_local /.test(sql));
    expect(local.length).toBe(created.length / 2);
    for (const sql of local)
      expect(sql).toMatch(/ENGINE = Replicated\w*MergeTree\('\/clickhouse\/tables\/\{shard\}/);
  });

  it("creates only what is not there", () => {
    const statements = migrations.flatMap((migration) => migration.up(dialectFor(undefined)));
    for (const sql of statements) expect(sql).toMatch(/IF (?:NOT )?EXISTS|^INSERT INTO|^RENAME TABLE/);
  });

  it("refuses a cluster name that is more than a name", () => {
    expect(() => dialectFor("main' ENGINE = Null --")).toThrow("not a cluster's name");
  });
});
