import { invalid } from "@triops/kernel/errors";
import { type Command, parseCommand } from "../command.ts";
import { withProduct } from "../product/with-product.ts";
import { fillAcme, removeAcme } from "../seed/fill.ts";

async function run(args: string[]): Promise<number> {
  const invocation = parseCommand(args, { remove: { type: "boolean" } });
  const [scenario, more] = invocation.positionals;
  if (scenario !== "acme" || more !== undefined) throw invalid("There is one scenario: `triops seed acme`");
  if (invocation.values.remove) {
    const removed = await withProduct(invocation, removeAcme);
    console.log(removed ? "The workspace Acme and all its data are gone." : "There is no workspace Acme.");
    return 0;
  }
  const { made, workspace } = await withProduct(invocation, (runtime) =>
    fillAcme(runtime, (line) => console.log(`  ${line}`)),
  );
  if (made) console.log("The workspace Acme is there: choose it at the top left of the dashboard.");
  else console.log(`The workspace "${workspace.slug}" is there already; --remove takes it away.`);
  return 0;
}

export default {
  summary: "Adds the workspace Acme with thirty days of made-up data to look at, or takes it away.",
  usage: "seed acme [--remove]",
  run,
} satisfies Command;
