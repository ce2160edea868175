import { createDatabase } from "@triops/database/client";
import { verifyAllChains } from "@triops/domains/audit/verify";
import { type Finding, fail, ok } from "./checks/finding.ts";
import type { StoreAddresses } from "./supervisor/with-stores.ts";

/** Checks of the product's own data: the audit chains. */
export async function checkProduct({ databaseUrl }: StoreAddresses): Promise<Finding[]> {
  const database = createDatabase(databaseUrl, 2);
  try {
    const results = await verifyAllChains(database);
    const broken = results.filter(({ fault }) => fault !== null);
    if (broken.length === 0) {
      const rows = results.reduce((sum, { checked }) => sum + checked, 0);
      return [ok("audit", `${rows} audit rows are as they were written (workspaces: ${results.length})`)];
    }
    return broken.map(({ slug, fault }) =>
      fail(
        "audit",
        `workspace ${slug}: ${fault?.text}`,
        "somebody changed the audit log in the database: compare it with a backup",
      ),
    );
  } finally {
    await database.$disconnect();
  }
}
