import type { LlmSession, LlmUser } from "@triops/domains/llm-traces/schemas";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatCount } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { costText, quoted } from "./words.ts";

type Group = LlmSession | LlmUser;

const shared = <Row extends Group>(): readonly Column<Row>[] => [
  {
    id: "models",
    header: "Models",
    widthPx: 110,
    hideBelow: "lg",
    cell: (row) => <span title={row.models.join(", ")}>{row.models.join(", ") || "–"}</span>,
  },
  {
    id: "traces",
    header: "Traces",
    sortable: true,
    widthPx: 76,
    align: "end",
    hideBelow: "md",
    cell: (row) => formatCount(row.traceCount),
  },
  {
    id: "calls",
    header: "Calls",
    sortable: true,
    widthPx: 76,
    align: "end",
    cell: (row) => formatCount(row.callCount),
  },
  {
    id: "errors",
    header: "Errors",
    sortable: true,
    widthPx: 76,
    align: "end",
    hideBelow: "md",
    cell: (row) => (
      <span className={row.errorCount === 0 ? "text-ink-3" : "text-sev2-text"}>
        {formatCount(row.errorCount)}
      </span>
    ),
  },
  {
    id: "tokens",
    header: "Tokens",
    sortable: true,
    widthPx: 90,
    align: "end",
    hideBelow: "md",
    cell: (row) => formatCount(row.inputTokens + row.outputTokens),
  },
  {
    id: "cost",
    header: "Cost",
    sortable: true,
    widthPx: 96,
    align: "end",
    cell: (row) => costText({ costUsd: row.costUsd, unpriced: row.unpricedCount > 0, estimated: false }),
  },
  { id: "newest", header: "Last", sortable: true, widthPx: 100, cell: (row) => <Time at={row.lastTime} /> },
];

/** `at`: a time in it; without it the session is looked for in the last thirty days. */
export const sessionHref = (id: string, at?: string) => paths.llmSession(id, at ? { at } : {});
export const userHref = (id: string) => paths.llmTraces({ q: `user:${quoted(id)}` });

export const sessionColumns: readonly Column<LlmSession>[] = [
  {
    id: "session",
    header: "Session",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <TextLink href={sessionHref(row.id, row.lastTime)} className="truncate font-medium" title={row.id}>
          {row.id}
        </TextLink>
        {row.user !== "" && (
          <span className="truncate text-dense text-ink-3" title={row.user}>
            {row.user}
            {row.userCount > 1 && ` and ${formatCount(row.userCount - 1)} more`}
          </span>
        )}
      </span>
    ),
  },
  ...shared<LlmSession>(),
];

export const userColumns: readonly Column<LlmUser>[] = [
  {
    id: "user",
    header: "User",
    primary: true,
    cell: (row) => (
      <TextLink href={userHref(row.id)} className="font-medium" title={row.id}>
        {row.id}
      </TextLink>
    ),
  },
  {
    id: "sessions",
    header: "Sessions",
    widthPx: 90,
    align: "end",
    hideBelow: "md",
    cell: (row) => formatCount(row.sessionCount),
  },
  ...shared<LlmUser>(),
];
