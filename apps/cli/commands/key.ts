import { create } from "@triops/domains/api-keys/create";
import { scope } from "@triops/domains/api-keys/schemas";
import { invalid } from "@triops/kernel/errors";
import { type Command, parseCommand } from "../command.ts";
import { operatorCaller, requireOption, withProduct } from "../product/with-product.ts";

async function run(args: string[]): Promise<number> {
  const invocation = parseCommand(args, {
    scopes: { type: "string" },
    name: { type: "string" },
    workspace: { type: "string" },
    "expires-days": { type: "string" },
  });
  if (invocation.positionals[0] !== "create") throw invalid("Say `triops key create --scopes read,write`");
  const scopes = requireOption(invocation, "scopes")
    .split(",")
    .map((text) => {
      const parsed = scope.safeParse(text.trim());
      if (!parsed.success)
        throw invalid(`There is no scope "${text.trim()}"; choose from ${scope.options.join(", ")}`);
      return parsed.data;
    });
  const { name, workspace, "expires-days": days } = invocation.values;
  if (days !== undefined && !(Number(days) > 0)) throw invalid("--expires-days must be a number above 0");
  const made = await withProduct(invocation, async (runtime) => {
    const caller = await operatorCaller(runtime, workspace);
    const expiresAt =
      days === undefined
        ? null
        : new Date(caller.context.now.getTime() + Number(days) * 86_400_000).toISOString();
    return create.call(caller, { name: typeof name === "string" ? name : "Command line", scopes, expiresAt });
  });
  console.error(`Key ${made.prefix} with ${made.scopes.join(", ")}; it is shown this once:`);
  console.log(made.key);
  return 0;
}

export default {
  summary: "Makes an API key. Only the key itself goes to standard output.",
  usage: "key create --scopes read,write [--name TEXT] [--workspace SLUG] [--expires-days N]",
  run,
} satisfies Command;
