import type { Auth } from "@triops/domains/members/auth";
import { join, readOffer } from "@triops/domains/members/join";
import { attemptCounter } from "@triops/domains/members/rate-limit";
import { joinInput } from "@triops/domains/members/schemas";
import { signedIn } from "@triops/domains/members/session";
import type { Runtime } from "@triops/domains/runtime";
import { invalid, limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { failed, json } from "./handle.ts";
import { inputOf } from "./input.ts";
import { originOf } from "./origin.ts";

/** Guesses at links from one address. */
const attempts = { window: 60, max: 30 };

type Parts = { runtime: Runtime; auth: Auth; trustedProxies?: readonly string[] | undefined };

/**
 * `GET /api/join?token=` shows what an invitation offers; `POST /api/join` takes it up. Neither needs a membership.
 * The link itself is the credential, so no cookie is relied on except to know an existing account's owner.
 */
export async function answerJoin(
  request: Request,
  { runtime, auth, trustedProxies }: Parts,
): Promise<Response> {
  const requestId = newId();
  try {
    const origin = originOf(request.headers, trustedProxies);
    const counted = await attemptCounter(runtime).consume(`join:${origin.ip ?? "unknown"}`, attempts);
    if (!counted.allowed) throw limitReached("Too many attempts; wait a while", counted.retryAfter ?? 60);
    const parsed = joinInput.safeParse(await inputOf(request, {}));
    if (!parsed.success) {
      const fields = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
      throw invalid("Some fields are missing or wrong", fields);
    }
    if (request.method === "GET") return json(200, await readOffer(runtime, parsed.data.token), requestId);
    const person = (await signedIn(runtime, auth, request.headers))?.person ?? null;
    return json(201, await join(runtime, parsed.data, person, origin), requestId);
  } catch (error) {
    return failed(error, requestId, runtime.log);
  }
}
