import { authorise } from "@triops/domains/permissions";
import { type AlertmanagerCall, ok } from "./call.ts";

/** Alerts go to incidents, which is the one place everything is sent to. */
export const receiver = { name: "triops" };

const config = `# Triops keeps no Alertmanager configuration: alerts are gathered into incidents.
route:
  receiver: ${receiver.name}
receivers:
- name: ${receiver.name}
`;

const startedAt = new Date(Date.now() - process.uptime() * 1_000).toISOString();

export async function receivers({ caller }: AlertmanagerCall) {
  authorise(caller.context.actor, "alerts:read");
  return ok([receiver]);
}

/** The version is that of the API which is spoken; tools choose their dialect by it. */
export async function status({ caller }: AlertmanagerCall) {
  authorise(caller.context.actor, "alerts:read");
  return ok({
    cluster: { name: "triops", status: "disabled", peers: [] },
    versionInfo: {
      version: "0.27.0",
      revision: "triops",
      branch: "",
      buildUser: "",
      buildDate: "",
      goVersion: "",
    },
    config: { original: config },
    uptime: startedAt,
  });
}
