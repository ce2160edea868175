"use client";
import { IconButton } from "@triops/ui/button";
import { Popover } from "@triops/ui/popover";
import { CircleHelp } from "lucide-react";

type Row = readonly [example: string, what: string];
const logRows: readonly Row[] = [
  ["timeout", "the word anywhere in the message"],
  ['"timed out"', "these words together"],
  ["service:checkout", "of one service; also level, trace, span, session, template"],
  ["level>=warn", "this level and worse"],
  ["attr.user.id:42", "an attribute; resource.… for one of the resource"],
  ["http.status_code>=500", "numbers compare; without attr. either is meant"],
  ["user:*", "has such an attribute; * stands for any text"],
  ["-health", "without; NOT means the same"],
  ["(a OR b) c", "either of two, and a third"],
];

export function SyntaxHelp({ rows = logRows }: { rows?: readonly Row[] }) {
  return (
    <Popover
      label="How to search"
      align="end"
      className="w-md"
      trigger={<IconButton size="sm" label="How to search" icon={<CircleHelp aria-hidden="true" />} />}
    >
      <h2 className="mb-2 text-form font-semibold text-ink-1">How to search</h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-body">
        {rows.map(([example, what]) => (
          <div key={example} className="contents">
            <dt className="font-mono text-log text-ink-1">{example}</dt>
            <dd className="text-ink-2">{what}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}
