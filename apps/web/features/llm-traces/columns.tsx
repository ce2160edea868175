import type { LlmTraceLine } from "@triops/domains/llm-traces/schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { SeverityMark } from "@triops/ui/severity-mark";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { Tooltip } from "@triops/ui/tooltip";
import { formatCount, formatDuration } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { scoreText } from "./score-words.ts";
import { costText } from "./words.ts";

export const hrefOf = (row: LlmTraceLine): string => paths.llmTrace(row.traceId, { at: row.time });

/** The first, and how many more there are. */
function Several({ values, of }: { values: readonly string[]; of: string }) {
  const [first, ...more] = values;
  if (first === undefined) return <span className="text-ink-3">–</span>;
  if (more.length === 0) return <span title={first}>{first}</span>;
  return (
    <Tooltip content={values.join(", ")}>
      <span>
        {first} <span className="text-ink-3">+{more.length}</span>
        <span className="sr-only"> {of}</span>
      </span>
    </Tooltip>
  );
}

export const traceColumns: readonly Column<LlmTraceLine>[] = [
  {
    id: "trace",
    header: "Trace",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <TextLink href={hrefOf(row)} className="truncate font-medium" title={`${row.service} ${row.name}`}>
          {row.name || "unnamed"} <span className="font-normal text-ink-3">{row.service}</span>
        </TextLink>
        <span className="truncate text-dense text-ink-3">
          {row.user !== "" && <span className="text-ink-2">{row.user} </span>}
          {row.scores.map((score) => (
            <Badge key={`${score.name} ${score.spanId}`} tone="outline" className="mr-1">
              {scoreText(score)}
            </Badge>
          ))}
          {row.input}
        </span>
      </span>
    ),
  },
  {
    id: "model",
    header: "Model",
    widthPx: 124,
    hideBelow: "md",
    cell: (row) => <Several values={row.models} of="models" />,
  },
  {
    id: "prompt",
    header: "Prompt",
    widthPx: 108,
    hideBelow: "lg",
    cell: (row) => (
      <Several values={row.prompts.map(({ name, version }) => `${name} v${version}`)} of="prompts" />
    ),
  },
  {
    id: "tokens",
    header: "Tokens",
    widthPx: 76,
    align: "end",
    hideBelow: "md",
    cell: (row) => (
      <Tooltip content={`${formatCount(row.inputTokens)} read, ${formatCount(row.outputTokens)} written`}>
        <span>{formatCount(row.inputTokens + row.outputTokens)}</span>
      </Tooltip>
    ),
  },
  {
    id: "cost",
    header: "Cost",
    widthPx: 104,
    align: "end",
    cell: (row) =>
      costText({
        costUsd: row.costUsd,
        unpriced: row.unpricedCount > 0,
        estimated: row.estimatedCount > 0,
      }),
  },
  {
    id: "latency",
    header: "Latency",
    widthPx: 78,
    align: "end",
    cell: (row) => formatDuration(row.durationMs),
  },
  {
    id: "errors",
    header: "Errors",
    widthPx: 64,
    align: "end",
    hideBelow: "md",
    cell: (row) =>
      row.errorCount === 0 ? (
        <span className="text-ink-3">0</span>
      ) : (
        <span className="inline-flex items-center gap-1 text-sev2-text">
          <SeverityMark level="sev2" />
          {formatCount(row.errorCount)}
        </span>
      ),
  },
  { id: "time", header: "Started", widthPx: 92, cell: (row) => <Time at={row.time} /> },
];
