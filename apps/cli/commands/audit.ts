import { verifyAllChains } from "@triops/domains/audit/verify";
import { invalid } from "@triops/kernel/errors";
import { type Command, parseCommand } from "../command.ts";
import { withProduct } from "../product/with-product.ts";

async function run(args: string[]): Promise<number> {
  const invocation = parseCommand(args);
  if (invocation.positionals[0] !== "verify") throw invalid("Say `triops audit verify`");
  const results = await withProduct(invocation, (runtime) => verifyAllChains(runtime.database));
  for (const { slug, checked, fault } of results) {
    console.log(fault ? `✗ ${slug}: ${fault.text}` : `✓ ${slug}: ${checked} rows as they were written`);
  }
  return results.some(({ fault }) => fault) ? 1 : 0;
}

export default {
  summary: "Checks that no audit row was edited, dropped or moved.",
  usage: "audit verify",
  run,
} satisfies Command;
