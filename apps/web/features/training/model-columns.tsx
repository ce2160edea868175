import type { LoggedModel } from "@triops/domains/training/schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { paths } from "../../shell/paths.ts";
import { figureText } from "./figures.ts";

const words: Readonly<Record<string, string>> = {
  LOGGED_MODEL_READY: "Ready",
  LOGGED_MODEL_PENDING: "Being logged",
  LOGGED_MODEL_UPLOAD_FAILED: "Upload failed",
};

export function ModelMark({ status }: { status: string }) {
  const tone =
    status === "LOGGED_MODEL_READY" ? "ok" : status === "LOGGED_MODEL_UPLOAD_FAILED" ? "sev2" : "neutral";
  return <Badge tone={tone}>{words[status] ?? status}</Badge>;
}

/** Where the model stands in the registry. */
export function Registrations({ model }: { model: LoggedModel }) {
  if (model.registrations.length === 0) return <span className="text-ink-3">not registered</span>;
  return (
    <span className="flex flex-wrap gap-x-2">
      {model.registrations.map(({ name, version }) => (
        <TextLink key={`${name} ${version}`} href={paths.modelVersion(name, version)}>
          {name} v{version}
        </TextLink>
      ))}
    </span>
  );
}

export const modelColumns: readonly Column<LoggedModel>[] = [
  {
    id: "name",
    header: "Model",
    primary: true,
    cell: (row) => (
      <TextLink href={paths.loggedModel(row.id)} className="font-medium">
        {row.name}
      </TextLink>
    ),
  },
  { id: "status", header: "State", widthPx: 120, cell: (row) => <ModelMark status={row.status} /> },
  {
    id: "type",
    header: "Kind",
    widthPx: 120,
    hideBelow: "md",
    cell: (row) => row.modelType || <span className="text-ink-3">–</span>,
  },
  {
    id: "metrics",
    header: "Metrics",
    hideBelow: "lg",
    cell: (row) => (
      <span className="block truncate text-dense">
        {row.metrics
          .slice(0, 3)
          .map(({ key, value }) => `${key} ${figureText(value)}`)
          .join(", ") || "–"}
      </span>
    ),
  },
  { id: "registered", header: "Registered", cell: (row) => <Registrations model={row} /> },
  {
    id: "run",
    header: "Run",
    widthPx: 110,
    hideBelow: "md",
    cell: (row) =>
      row.sourceRunId ? (
        <TextLink href={paths.run(row.sourceRunId)}>its run</TextLink>
      ) : (
        <span className="text-ink-3">–</span>
      ),
  },
  { id: "created", header: "Logged", widthPx: 120, cell: (row) => <Time at={row.createdAt} /> },
];
