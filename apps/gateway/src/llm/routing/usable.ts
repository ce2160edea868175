import type { PublishedProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import type { PublishedRoute, PublishedTarget } from "@triops/domains/llm-routes/snapshot-schemas";
import { CallFault } from "../fault.ts";
import type { Breakers } from "./breakers.ts";
import { orderOf } from "./order.ts";

export type Usable = { target: PublishedTarget; provider: PublishedProvider };

/**
 * The targets that may be asked now, in the order of one call.
 * @throws CallFault 503 when there is none
 */
export function usableTargets(
  route: PublishedRoute,
  providerOf: (id: string) => PublishedProvider | null,
  breakers: Pick<Breakers, "mayAsk" | "soonest">,
  nowMs: number,
): Usable[] {
  const there: Usable[] = [];
  for (const target of route.targets) {
    const provider = providerOf(target.providerId);
    // A provider of another workspace could only come here by a fault: never send a prompt there.
    if (provider?.enabled && provider.workspaceId === route.workspaceId) there.push({ target, provider });
  }
  if (there.length === 0)
    throw away("no_target", `No provider of the route "${route.name}" is in service`, 5);
  const open = there.filter(({ target }) => breakers.mayAsk(target.id, nowMs));
  if (open.length === 0) {
    const soonest = breakers.soonest(there.map(({ target }) => target.id));
    const seconds = Math.max(1, Math.ceil((soonest - nowMs) / 1_000));
    throw away(
      "targets_closed",
      `Every target of "${route.name}" failed lately and is left alone for a moment`,
      seconds,
    );
  }
  if (open.length === 1) return open;
  const byTarget = new Map(open.map((one) => [one.target, one]));
  return orderOf([...byTarget.keys()], Math.random).flatMap((target) => byTarget.get(target) ?? []);
}

const away = (code: string, message: string, retryAfterSeconds: number) =>
  new CallFault(503, code, message, { class: "server_error", retryAfterSeconds });
