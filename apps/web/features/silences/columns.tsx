import { matcherText } from "@triops/domains/silences/rules";
import type { Silence } from "@triops/domains/silences/schemas";
import { Badge, type BadgeTone } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Elapsed, Time } from "@triops/ui/time";
import { paths } from "../../shell/paths.ts";

const tones: Record<Silence["state"], BadgeTone> = { active: "sev4", pending: "outline", expired: "neutral" };
const words: Record<Silence["state"], string> = { active: "In effect", pending: "Later", expired: "Ended" };

export function SilenceState({ state }: { state: Silence["state"] }) {
  return <Badge tone={tones[state]}>{words[state]}</Badge>;
}

export function Conditions({ matchers }: { matchers: Silence["matchers"] }) {
  return (
    <span className="flex min-w-0 flex-wrap gap-1">
      {matchers.map((matcher) => (
        <Badge key={matcherText(matcher)} tone="outline" mono>
          {matcherText(matcher)}
        </Badge>
      ))}
    </span>
  );
}

export const silenceColumns: readonly Column<Silence>[] = [
  { id: "state", header: "State", widthPx: 100, cell: (row) => <SilenceState state={row.state} /> },
  {
    id: "comment",
    header: "Why",
    primary: true,
    cell: (row) => (
      <TextLink href={paths.silence(row.id)} className="font-medium">
        {row.comment || "No reason given"}
      </TextLink>
    ),
  },
  { id: "conditions", header: "Holds alerts with", cell: (row) => <Conditions matchers={row.matchers} /> },
  { id: "by", header: "By", widthPx: 140, hideBelow: "lg", cell: (row) => row.createdBy },
  {
    id: "starts",
    header: "Begins",
    widthPx: 130,
    hideBelow: "md",
    cell: (row) => <Time at={row.startsAt} />,
  },
  { id: "ends", header: "Ends", widthPx: 130, cell: (row) => <Time at={row.endsAt} /> },
  {
    id: "lasts",
    header: "Lasts",
    widthPx: 90,
    align: "end",
    hideBelow: "lg",
    cell: (row) => <Elapsed from={row.startsAt} to={row.endsAt} />,
  },
];
