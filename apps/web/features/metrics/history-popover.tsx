"use client";
import { Button } from "@triops/ui/button";
import { Input } from "@triops/ui/input";
import { Popover } from "@triops/ui/popover";
import { Time } from "@triops/ui/time";
import { History } from "lucide-react";
import { useState } from "react";
import { useMe } from "../../data/me.tsx";
import { readHistory } from "./query-history.ts";

/** Queries that ran in this browser; choosing one adds it below. */
export function HistoryPopover({ onChoose }: { onChoose: (text: string) => void }) {
  const { workspace } = useMe();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Query history"
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-[min(36rem,92vw)]"
      trigger={
        <Button size="sm" variant="ghost" icon={<History aria-hidden="true" />}>
          History
        </Button>
      }
    >
      {open && (
        <Entries
          workspaceId={workspace.id}
          onChoose={(text) => {
            onChoose(text);
            setOpen(false);
          }}
        />
      )}
    </Popover>
  );
}

function Entries({ workspaceId, onChoose }: { workspaceId: string; onChoose: (text: string) => void }) {
  const [entries] = useState(() => readHistory(workspaceId));
  const [search, setSearch] = useState("");
  const shown = entries.filter(({ text }) => text.toLowerCase().includes(search.trim().toLowerCase()));
  if (entries.length === 0) {
    return (
      <p className="text-body text-ink-3">Queries that you run are remembered here, in this browser only.</p>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <Input
        type="search"
        aria-label="Search the history"
        placeholder="Search the history"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul aria-label="Queries" className="max-h-80 overflow-y-auto">
        {shown.map(({ text, atMs }) => (
          <li key={text}>
            <button
              type="button"
              onClick={() => onChoose(text)}
              className="flex min-h-9 w-full items-start justify-between gap-3 rounded-control px-2 py-1.5 text-left hover:bg-sunken focus-visible:outline-offset-[-2px]"
            >
              <code className="min-w-0 break-words font-mono text-dense text-ink-1">{text}</code>
              <span className="shrink-0 text-dense text-ink-3">
                <Time at={new Date(atMs).toISOString()} />
              </span>
            </button>
          </li>
        ))}
        {shown.length === 0 && <li className="p-2 text-body text-ink-3">Nothing matches.</li>}
      </ul>
    </div>
  );
}
