"use client";
import { useQuery } from "@tanstack/react-query";
import { isOpen } from "@triops/domains/promotions/rules";
import type { Promotion } from "@triops/domains/promotions/schemas";
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
import { VersionMetricsCard } from "../models/version-metrics-card.tsx";
import { PromotionActions } from "./actions.tsx";
import { useApprovalRefusal } from "./approval.ts";
import { ChecksList } from "./checks-list.tsx";
import { promotionById, promotionTimeline } from "./reads.ts";
import { PromotionState } from "./state-badge.tsx";
import { askText, moveText, sentenceFor } from "./words.ts";

/** What, why, evidence; approve or reject with a note. */
export function PromotionDetail({ id }: { id: string }) {
  const query = useQuery(promotionById(id));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const promotion = query.data;
  if (!promotion) return <SkeletonRows label="Loading the promotion" />;
  return (
    <>
      <CrumbLabel>{askText(promotion)}</CrumbLabel>
      <PageHeader
        title={askText(promotion)}
        answer={promotion.reason || "No reason was given."}
        badges={<PromotionState state={promotion.state} />}
        facts={
          <>
            <span>
              Requested <Time at={promotion.createdAt} /> by {promotion.requestedByName}
            </span>
            {promotion.decidedAt ? (
              <span>
                Decided <Time at={promotion.decidedAt} />
                {promotion.decidedByName && ` by ${promotion.decidedByName}`}
              </span>
            ) : (
              <span>
                Expires <Time at={promotion.expiresAt} format="absolute" />
              </span>
            )}
          </>
        }
        actions={<PromotionActions promotion={promotion} />}
      />
      <ApprovalNotice promotion={promotion} />
      <PageBody className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card
            title="Checks"
            aside={
              promotion.checkedAt && (
                <>
                  ran <Time at={promotion.checkedAt} />
                </>
              )
            }
          >
            <ChecksList checks={promotion.checks} />
          </Card>
          {promotion.versionId && <VersionMetricsCard id={promotion.versionId} />}
          <RequestTimeline
            noun="promotions"
            id={id}
            timeline={promotionTimeline(id)}
            sentenceFor={sentenceFor}
          />
        </div>
        <aside className="flex min-w-0 flex-col gap-4" aria-label="Facts">
          <MoveCard promotion={promotion} />
        </aside>
      </PageBody>
    </>
  );
}

/** Whom it waits for, in words: a button that cannot be pressed is not explanation enough. */
function ApprovalNotice({ promotion }: { promotion: Promotion }) {
  const why = useApprovalRefusal(promotion);
  if (!isOpen(promotion.state)) return null;
  return (
    <Notice tone={promotion.state === "failed" ? "warning" : "info"} className="mx-gutter mb-4" role="status">
      {why ? `You cannot approve it. ${why}.` : "It waits for you or another member to approve or reject it."}
    </Notice>
  );
}

function MoveCard({ promotion }: { promotion: Promotion }) {
  const { modelName, version, fromVersion } = promotion;
  return (
    <Card title="The move">
      <p className="mb-3 text-body font-medium text-ink-1">{moveText(promotion)}</p>
      <Facts
        items={[
          { label: "Model", value: <TextLink href={paths.model(modelName)}>{modelName}</TextLink> },
          ...(version === null
            ? []
            : [
                {
                  label: "Candidate",
                  value: <TextLink href={paths.modelVersion(modelName, version)}>Version {version}</TextLink>,
                },
              ]),
          {
            label: "Now",
            value:
              fromVersion === null ? (
                "Nothing"
              ) : (
                <TextLink href={paths.modelVersion(modelName, fromVersion)}>Version {fromVersion}</TextLink>
              ),
          },
          ...(promotion.note ? [{ label: "Note", value: promotion.note }] : []),
        ]}
      />
    </Card>
  );
}
