import { newId } from "@triops/kernel/ids";
import { z } from "zod";
import { defineVerb } from "../verb.ts";
import { alertsBody } from "./intake-schemas.ts";
import { takeAlerts } from "./take-in.ts";

const outcome = z.object({ opened: z.int(), reopened: z.int(), resolved: z.int(), refreshed: z.int() });

/** Alerts claimed by a tool of a person's (`amtool alert add`); Prometheus goes through the gateway. */
export const claim = defineVerb({
  name: "alerts.claim",
  permission: "alerts:write",
  input: alertsBody,
  output: outcome,
  run: async (work, body) => {
    const { actor, now } = work.context;
    const done = await takeAlerts(work, [{ id: newId(), source: actor.id, receivedAt: now, body }]);
    work.audit({ subject: { type: "alert", id: actor.id }, after: done });
    return done;
  },
});
