import { createHash } from "node:crypto";
import type { LabelFilter } from "../metrics/index.ts";
import type { Caller } from "../runtime.ts";
import type { Severity } from "../severity.ts";
import { inTransaction } from "../work.ts";
import { type Condition, condition, type Signal, signal } from "./schemas.ts";
import { auditView } from "./store.ts";

type Default = {
  /** Never changes: a monitor that somebody deleted or edited is known by it and left alone. */
  key: string;
  /** Orders the list, and never changes either: a new one takes a free number where it belongs. */
  place: number;
  name: string;
  description: string;
  severity: Severity;
  signal: Signal;
  condition: Condition;
};

const of = (metric: string, filters: LabelFilter[] = []): Signal => signal.parse({ metric, filters });
const above = (value: number, forMinutes: number, recoverValue = value): Condition =>
  condition.parse({ kind: "threshold", op: ">=", value, recoverValue, forMinutes });
const below = (value: number, forMinutes: number): Condition =>
  condition.parse({ kind: "threshold", op: "<", value, forMinutes });
const unusuallyHigh = (forMinutes: number): Condition =>
  condition.parse({ kind: "anomaly", sensitivity: "low", direction: "above", forMinutes });

const usedMemory: LabelFilter[] = [{ label: "system_memory_state", op: "=", value: "used" }];

/** Names of metrics are those of OpenTelemetry as Prometheus writes them; they hold for any host that sends them. */
export const defaults: readonly Default[] = [
  {
    key: "host-cpu-full",
    place: 10,
    name: "CPU is full",
    description: "All processors of a host have been busy for ten minutes; work queues up.",
    severity: "sev2",
    signal: of("system_cpu_busy_ratio"),
    condition: above(0.95, 10, 0.9),
  },
  {
    key: "host-cpu-unusual",
    place: 20,
    name: "CPU is unusually busy",
    description: "A host works much harder than it usually does at this time.",
    severity: "sev3",
    signal: of("system_cpu_busy_ratio"),
    condition: unusuallyHigh(5),
  },
  {
    key: "host-memory-full",
    place: 30,
    name: "Memory is nearly full",
    description: "Less than 8 % of a host's memory could be given to programs; the kernel may soon end some.",
    severity: "sev2",
    signal: of("system_memory_utilization_ratio", usedMemory),
    condition: above(0.92, 10, 0.88),
  },
  {
    key: "host-memory-unusual",
    place: 40,
    name: "Memory use is unusual",
    description: "A host uses much more memory than it usually does.",
    severity: "sev3",
    signal: of("system_memory_utilization_ratio", usedMemory),
    condition: unusuallyHigh(10),
  },
  {
    key: "host-disk-full",
    place: 50,
    name: "File system is nearly full",
    description: "Nine tenths of a file system are used.",
    severity: "sev2",
    signal: of("system_filesystem_utilization_ratio"),
    condition: above(0.9, 5, 0.88),
  },
  {
    key: "host-load-unusual",
    place: 60,
    name: "Load is unusually high",
    description: "More programs wait for processor or disk than usual.",
    severity: "sev4",
    signal: of("system_cpu_load_average_5m"),
    condition: unusuallyHigh(10),
  },
  {
    key: "host-silent",
    place: 70,
    name: "Host is silent",
    description: "A host that sent metrics sends none any more.",
    severity: "sev2",
    signal: of("system_uptime_seconds"),
    condition: condition.parse({ kind: "absence", afterMinutes: 5 }),
  },
  {
    key: "triops-part-down",
    place: 80,
    name: "A part of Triops is down",
    description: "Gateway, worker or web does not answer that it is well.",
    severity: "sev2",
    signal: of("triops_up_ratio"),
    condition: below(1, 2),
  },
  {
    key: "triops-store-down",
    place: 90,
    name: "A store of Triops is down",
    description: "Postgres, ClickHouse or Redis does not answer.",
    severity: "sev2",
    signal: of("triops_store_up_ratio"),
    condition: below(1, 2),
  },
  {
    key: "triops-ingest-late",
    place: 100,
    name: "Telemetry is stored late",
    description:
      "The gateway takes half a minute or more to store what it accepts, or is not told that it has.",
    severity: "sev3",
    signal: of("triops_ingest_lag_seconds"),
    condition: above(30, 3, 10),
  },
  {
    key: "triops-jobs-late",
    place: 110,
    name: "Jobs of Triops are late",
    description: "Work has waited in a queue for more than a minute: detection and notifications come late.",
    severity: "sev3",
    signal: of("triops_jobs_lag_seconds"),
    condition: above(60, 3, 30),
  },
  {
    key: "triops-jobs-failed",
    place: 120,
    name: "Jobs of Triops have failed",
    description: "Jobs that used up their attempts wait in Settings, Jobs, to be retried or dismissed.",
    severity: "sev3",
    signal: of("triops_jobs_failed_total"),
    condition: above(1, 1),
  },
  {
    key: "triops-event-loop",
    place: 130,
    name: "A part of Triops is blocked",
    description: "A process of Triops could not react for a second or more, several minutes in a row.",
    severity: "sev3",
    signal: of("nodejs_eventloop_delay_max_seconds"),
    condition: above(1, 3, 0.5),
  },
];

/** The same id for the same workspace and key, sorting by when the workspace was made (a UUIDv7 in shape). */
function idOf(workspace: { id: string; createdAt: Date }, key: string, place: number): string {
  const time = (workspace.createdAt.getTime() + place).toString(16).padStart(12, "0");
  const digest = createHash("sha256").update(`${workspace.id}\n${key}`).digest("hex");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digest.slice(0, 3)}-a${digest.slice(3, 6)}-${digest.slice(6, 18)}`;
}

/**
 * Gives a workspace the monitors for its own machine and for Triops itself. Run at every start: what is there,
 * in whatever state, stays as it is, and what somebody deleted does not come back.
 * @returns names of the monitors made now
 */
export async function ensureDefaultMonitors(caller: Caller): Promise<string[]> {
  const { workspaceId } = caller.context;
  return inTransaction(caller, "monitors.ensureDefaults", async (work) => {
    const workspace = await work.db.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    const wanted = defaults.map((one) => ({ ...one, id: idOf(workspace, one.key, one.place) }));
    const made = await work.db.monitor.createManyAndReturn({
      data: wanted.map(({ key: _key, place: _place, ...one }) => ({
        ...one,
        workspaceId,
        kind: one.condition.kind,
        origin: "triops",
        createdById: work.context.actor.id,
      })),
      skipDuplicates: true,
    });
    for (const row of made) {
      work.audit({ subject: { type: "monitor", id: row.id }, after: auditView(row) });
    }
    return made.map((row) => row.name);
  });
}
