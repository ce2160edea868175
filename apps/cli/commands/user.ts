import { create } from "@triops/domains/members/create";
import { resetLink } from "@triops/domains/members/reset-password";
import { role } from "@triops/domains/members/schemas";
import { invalid } from "@triops/kernel/errors";
import { randomText } from "@triops/kernel/ids";
import { type Command, type Invocation, parseCommand } from "../command.ts";
import { operatorCaller, requireOption, withProduct } from "../product/with-product.ts";

async function createUser(invocation: Invocation): Promise<number> {
  const email = requireOption(invocation, "email");
  const { name, workspace, password: given, role: wanted = "editor" } = invocation.values;
  const chosen = role.safeParse(wanted);
  if (!chosen.success) throw invalid(`There is no role "${wanted}"; choose from ${role.options.join(", ")}`);
  const password = typeof given === "string" ? given : randomText(20);
  const made = await withProduct(invocation, async (runtime) =>
    create.call(await operatorCaller(runtime, workspace), {
      email,
      name: typeof name === "string" ? name : (email.split("@")[0] ?? email),
      role: chosen.data,
      password,
    }),
  );
  console.log(`${made.name} <${made.email}> is ${made.role} now.`);
  if (given === undefined) console.log(`Password, unless this account existed before: ${password}`);
  return 0;
}

async function resetPassword(invocation: Invocation): Promise<number> {
  const email = requireOption(invocation, "email");
  const link = await withProduct(invocation, (runtime) => resetLink(runtime, email));
  console.error("Whoever opens this within an hour chooses the new password:");
  console.log(link);
  return 0;
}

async function run(args: string[]): Promise<number> {
  const invocation = parseCommand(args, {
    email: { type: "string" },
    name: { type: "string" },
    role: { type: "string" },
    workspace: { type: "string" },
    password: { type: "string" },
  });
  const [action] = invocation.positionals;
  if (action === "create") return createUser(invocation);
  if (action === "reset-password") return resetPassword(invocation);
  throw invalid("Say `triops user create --email …` or `triops user reset-password --email …`");
}

export default {
  summary: "Makes a member with an account, or a link that sets a new password.",
  usage:
    "user create --email E [--name TEXT] [--role editor] [--workspace SLUG] [--password TEXT] | user reset-password --email E",
  run,
} satisfies Command;
