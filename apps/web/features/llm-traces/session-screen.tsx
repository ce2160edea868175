"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Card } from "@triops/ui/card";
import { CopyButton } from "@triops/ui/copy-button";
import { EmptyNever } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TabLinks } from "@triops/ui/tabs";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { useRouter } from "next/navigation";
import { PagedTable } from "../../data/paged-table.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { hrefOf, traceColumns } from "./columns.tsx";
import { ConversationCard } from "./conversation-card.tsx";
import { userHref } from "./group-columns.tsx";
import { llmTracePages, sessionById, sessionQuestion } from "./reads.ts";
import { ScoresCard } from "./scores-card.tsx";
import { quoted, sessionAnswer } from "./words.ts";

const views = { conversation: "Conversation", traces: "Traces" } as const;
type View = keyof typeof views;
type SessionScreenProps = { session: string; atMs: number; view: View };

/** One conversation: what was said in it from the first turn to the last, and the traces behind it. */
export function SessionScreen({ session, atMs, view }: SessionScreenProps) {
  const query = useQuery(sessionById(session, atMs));
  const fault = query.error;
  const found = query.data;
  const isMissing = fault && "status" in fault && fault.status === 404;
  const shown = isMissing ? null : errorOf(fault, () => void query.refetch());
  if (shown && !found) return <PageBody className="pt-6">{shown}</PageBody>;
  const at = new Date(atMs).toISOString();
  return (
    <>
      <CrumbLabel>{session.slice(0, 40)}</CrumbLabel>
      <PageHeader
        title={<span className="break-all">{session}</span>}
        badges={<CopyButton value={session} label="Copy the session's id" />}
        answer={found && sessionAnswer(found)}
        facts={
          <>
            {found && (
              <span>
                First <Time at={found.firstTime} />, last <Time at={found.lastTime} />
              </span>
            )}
            {found?.user && (
              <span>
                User <TextLink href={userHref(found.user)}>{found.user}</TextLink>
                {found.userCount > 1 && ` and ${found.userCount - 1} more`}
              </span>
            )}
          </>
        }
        tabs={
          found && (
            <TabLinks
              label="Session"
              items={(Object.keys(views) as View[]).map((each) => ({
                href: paths.llmSession(session, { at, ...(each === "traces" ? { view: each } : {}) }),
                label: views[each],
                active: each === view,
              }))}
            />
          )
        }
      />
      <PageBody className="pt-4">
        {isMissing && <SessionMissing session={session} />}
        {!found && !isMissing && <SkeletonRows label="Loading the session" />}
        {found && view === "traces" && <SessionTraces session={session} atMs={atMs} />}
        {found && view === "conversation" && (
          <>
            <ConversationCard session={session} atMs={atMs} />
            <ScoresCard about={{ session }} at={found.lastTime} />
          </>
        )}
      </PageBody>
    </>
  );
}

function SessionMissing({ session }: { session: string }) {
  return (
    <EmptyNever title="No call of this session is here">
      Its spans may still be on their way, or the last of them is more than thirty days old: search for{" "}
      <TextLink href={paths.llmTraces({ q: `session:${quoted(session)}` })}>its traces</TextLink> in a longer
      range.
    </EmptyNever>
  );
}

function SessionTraces({ session, atMs }: { session: string; atMs: number }) {
  const router = useRouter();
  const pages = useInfiniteQuery(llmTracePages(sessionQuestion(session, atMs)));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Card flush>
      <PagedTable
        caption="Traces of the session"
        columns={traceColumns}
        rows={rows}
        rowKey={(row) => row.traceId}
        onRowOpen={(row) => router.push(hrefOf(row))}
        pages={pages}
        empty={
          <EmptyNever title="No traces">The session's spans are older than this workspace keeps.</EmptyNever>
        }
      />
    </Card>
  );
}
