import { notFound } from "@triops/kernel/errors";
import type { Runtime } from "../runtime.ts";
import { createAuth } from "./auth.ts";
import { normalEmail } from "./people.ts";

/** A link that lets somebody choose a new password, valid for an hour: for the operator to hand over. */
export async function resetLink(runtime: Runtime, email: string): Promise<string> {
  const address = normalEmail(email);
  let link: string | undefined;
  const auth = createAuth(runtime, {
    deliverReset: async (_email, url) => {
      link = url;
    },
  });
  await auth.api.requestPasswordReset({ body: { email: address } });
  if (!link) throw notFound("account with this e-mail address");
  return link;
}
