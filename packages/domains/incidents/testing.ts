import { makeAlert } from "../alerts/testing.ts";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import { resolve } from "./resolve.ts";
import type { Incident } from "./schemas.ts";

export const makeIncident = (caller: Caller, title = "Something is wrong"): Promise<Incident> =>
  create.call(caller, { title });

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeIncident(caller)).id, ...more });

export const samples: Samples = {
  "incidents.create": async () => ({ title: "Something is wrong", severity: "sev2" }),
  "incidents.get": ofOne(),
  "incidents.timeline": ofOne(),
  "incidents.update": ofOne({ title: "Something else is wrong", severity: "sev1" }),
  "incidents.acknowledge": ofOne(),
  "incidents.assign": ofOne({ assigneeId: null }),
  "incidents.comment": ofOne({ text: "Looking at it" }),
  "incidents.take-alerts": async (caller) => ({
    id: (await makeIncident(caller)).id,
    alertIds: [(await makeAlert(caller)).id],
  }),
  "incidents.resolve": ofOne(),
  "incidents.reopen": async (caller) => {
    const { id } = await makeIncident(caller);
    await resolve.call(caller, { id });
    return { id };
  },
};
