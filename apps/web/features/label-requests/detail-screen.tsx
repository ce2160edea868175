"use client";
import { useQuery } from "@tanstack/react-query";
import { isOpen } from "@triops/domains/label-requests/rules";
import type { LabelRequest } from "@triops/domains/label-requests/schemas";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { Facts } from "@triops/ui/facts";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { RequestTimeline } from "../../data/request-timeline.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { moveText } from "../prompts/words.ts";
import { RequestActions } from "./actions.tsx";
import { useApprovalRefusal } from "./approval.ts";
import { ChecksList } from "./checks-list.tsx";
import { EvidenceCards } from "./evidence-card.tsx";
import { requestById, requestTimeline } from "./reads.ts";
import { RequestState } from "./state-badge.tsx";
import { askText, sentenceFor } from "./words.ts";

/** What, why, evidence; approve or reject with a note. */
export function RequestDetail({ id }: { id: string }) {
  const query = useQuery(requestById(id));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const request = query.data;
  if (!request) return <SkeletonRows label="Loading the request" />;
  return (
    <>
      <CrumbLabel>{askText(request)}</CrumbLabel>
      <PageHeader
        title={askText(request)}
        answer={request.reason || "No reason was given."}
        badges={<RequestState state={request.state} />}
        facts={
          <>
            <span>
              Requested <Time at={request.createdAt} /> by {request.requestedByName}
            </span>
            {request.decidedAt ? (
              <span>
                Decided <Time at={request.decidedAt} />
                {request.decidedByName && ` by ${request.decidedByName}`}
              </span>
            ) : (
              <span>
                Expires <Time at={request.expiresAt} format="absolute" />
              </span>
            )}
          </>
        }
        actions={<RequestActions request={request} />}
      />
      <ApprovalNotice request={request} />
      <PageBody className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <EvidenceCards id={id} />
          <RequestTimeline
            noun="label-requests"
            id={id}
            timeline={requestTimeline(id)}
            sentenceFor={sentenceFor}
          />
        </div>
        <aside className="flex min-w-0 flex-col gap-4" aria-label="Facts">
          <Card
            title="Checks"
            aside={
              request.checkedAt && (
                <>
                  ran <Time at={request.checkedAt} />
                </>
              )
            }
          >
            <ChecksList checks={request.checks} />
          </Card>
          <MoveCard request={request} />
        </aside>
      </PageBody>
    </>
  );
}

/** Whom it waits for, in words: a button that cannot be pressed is not explanation enough. */
function ApprovalNotice({ request }: { request: LabelRequest }) {
  const why = useApprovalRefusal(request);
  if (!isOpen(request.state)) return null;
  return (
    <Notice tone={request.state === "failed" ? "warning" : "info"} className="mx-gutter mb-4" role="status">
      {why ? `You cannot approve it. ${why}.` : "It waits for you or another member to approve or reject it."}
    </Notice>
  );
}

function MoveCard({ request }: { request: LabelRequest }) {
  const { promptName, label, version, fromVersion } = request;
  const link = (number: number | null) =>
    number === null ? (
      "Nothing"
    ) : (
      <TextLink href={paths.prompt(promptName, { version: number })}>v{number}</TextLink>
    );
  return (
    <Card title="The move">
      <p className="mb-3 text-body font-medium text-ink-1">{moveText(label, fromVersion, version)}</p>
      <Facts
        items={[
          { label: "Prompt", value: <TextLink href={paths.prompt(promptName)}>{promptName}</TextLink> },
          { label: "Asked for", value: link(version) },
          { label: "Now", value: link(fromVersion) },
          ...(version !== null && fromVersion !== null
            ? [
                {
                  label: "Side by side",
                  value: (
                    <TextLink
                      href={paths.playground({ prompt: promptName, version: fromVersion, against: version })}
                    >
                      Run both in the playground
                    </TextLink>
                  ),
                },
              ]
            : []),
          ...(request.note === "" ? [] : [{ label: "Note", value: request.note }]),
        ]}
      />
    </Card>
  );
}
