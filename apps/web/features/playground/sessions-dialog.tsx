"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { SessionSummary } from "@triops/domains/prompt-runs/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Input, SearchInput } from "@triops/ui/input";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { Check, FlaskConical, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { sessionPages } from "./reads.ts";

type SessionsDialogProps = { current: string | null; onClose: () => void; onRemoved: (id: string) => void };

/** Kept playgrounds: open, rename, delete. */
export function SessionsDialog({ current, onClose, onRemoved }: SessionsDialogProps) {
  const [search, setSearch] = useState("");
  const pages = useInfiniteQuery(sessionPages(search));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const fault = pages.data ? undefined : errorOf(pages.error, () => void pages.refetch());
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Sessions" size="lg">
      <div className="flex min-w-0 flex-col gap-3">
        <SearchInput label="Search sessions" value={search} onValueChange={setSearch} />
        {fault ?? (pages.isPending && <SkeletonRows rows={4} label="Loading sessions" />)}
        {pages.data &&
          rows.length === 0 &&
          (search === "" ? (
            <EmptyNever title="No session is kept yet" icon={<FlaskConical aria-hidden="true" />}>
              Save what is in the playground: its columns, variables and tools get a name and an address that
              colleagues can open.
            </EmptyNever>
          ) : (
            <EmptyFilter title="No session is called that" onClear={() => setSearch("")} />
          ))}
        <ul className="flex flex-col">
          {rows.map((row) => (
            <SessionLine
              key={row.id}
              row={row}
              isCurrent={row.id === current}
              onClose={onClose}
              onRemoved={onRemoved}
            />
          ))}
        </ul>
        {pages.hasNextPage && (
          <Button
            variant="ghost"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            Show earlier
          </Button>
        )}
      </div>
    </Dialog>
  );
}

type SessionLineProps = {
  row: SessionSummary;
  isCurrent: boolean;
  onClose: () => void;
  onRemoved: (id: string) => void;
};

function SessionLine({ row, isCurrent, onClose, onRemoved }: SessionLineProps) {
  const change = useChange("playground-sessions");
  const mayWrite = useRefusal("prompt-runs:write");
  const [name, setName] = useState<string | null>(null);
  const [deleting, setDeleting] = useState(false);
  return (
    <li className="flex min-h-11 items-center gap-2 border-line-subtle border-t py-1.5 first:border-t-0">
      {name === null ? (
        <span className="flex min-w-0 flex-1 flex-col">
          <TextLink href={paths.playground({ session: row.id })} className="truncate" onClick={onClose}>
            {row.name}
          </TextLink>
          <span className="truncate text-dense text-ink-3">
            {isCurrent && "open now · "}saved <Time at={row.updatedAt} /> · by {row.createdByName}
          </span>
        </span>
      ) : (
        <form
          className="flex min-w-0 flex-1 gap-1"
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate({
              method: "PATCH",
              path: `/playground-sessions/${row.id}`,
              body: { name },
              onDone: () => setName(null),
            });
          }}
        >
          <Input
            aria-label="New name"
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.target.value)}
          />
          <IconButton type="submit" label="Keep the name" icon={<Check aria-hidden="true" />} />
        </form>
      )}
      {deleting ? (
        <span className="flex shrink-0 items-center gap-1">
          <Button size="sm" variant="ghost" onClick={() => setDeleting(false)}>
            Keep
          </Button>
          <Button
            size="sm"
            variant="danger"
            loading={change.isPending}
            onClick={() =>
              change.mutate({
                method: "DELETE",
                path: `/playground-sessions/${row.id}`,
                done: "Session deleted; its runs stay",
                onDone: () => onRemoved(row.id),
              })
            }
          >
            Delete
          </Button>
        </span>
      ) : (
        name === null && (
          <span className="flex shrink-0">
            <IconButton
              size="sm"
              variant="ghost"
              label={`Rename ${row.name}`}
              icon={<Pencil aria-hidden="true" />}
              disabledReason={mayWrite}
              onClick={() => setName(row.name)}
            />
            <IconButton
              size="sm"
              variant="ghost"
              label={`Delete ${row.name}`}
              icon={<Trash2 aria-hidden="true" />}
              disabledReason={mayWrite}
              onClick={() => setDeleting(true)}
            />
          </span>
        )
      )}
    </li>
  );
}
