"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Model, ModelVersion } from "@triops/domains/models/schemas";
import { isOpen } from "@triops/domains/promotions/rules";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { ArrowUpFromLine } from "lucide-react";
import { useQueryState } from "nuqs";
import { lazy, Suspense } from "react";
import { useRefusal } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { ChecksList } from "./checks-list.tsx";
import { promotionPages } from "./reads.ts";
import { PromotionState } from "./state-badge.tsx";
import { askText } from "./words.ts";

const RequestDialog = lazy(async () => ({ default: (await import("./request-dialog.tsx")).RequestDialog }));

type VersionPromotionProps = { version: ModelVersion; model: Model | undefined };

/** Where the version stands on its way to a protected alias, and the way to ask. */
export function VersionPromotion({ version, model }: VersionPromotionProps) {
  const pages = useInfiniteQuery(promotionPages({ versionId: version.id }));
  const mayWrite = useRefusal("promotions:write");
  // MLflow's refusal to move a protected alias leads here, with the alias in the address.
  const [alias, setAlias] = useQueryState("promote");
  const all = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const open = all.find((promotion) => isOpen(promotion.state));
  const past = all.filter((promotion) => promotion !== open).slice(0, 4);
  const why = mayWrite ?? (version.status === "READY" ? undefined : "The version is not ready");
  return (
    <Card
      title="Promotion"
      actions={
        <Button
          size="sm"
          variant="primary"
          icon={<ArrowUpFromLine aria-hidden="true" />}
          disabledReason={why ?? (model ? undefined : "Still loading")}
          onClick={() => void setAlias("")}
        >
          Request promotion
        </Button>
      }
    >
      {pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
      {pages.data && all.length === 0 && (
        <p className="text-body text-ink-3">
          Nobody has asked for one. A request runs the checks of the model's rules; then somebody else
          approves, and the alias moves.
        </p>
      )}
      {open && (
        <div className="flex flex-col gap-2">
          <p className="flex flex-wrap items-center gap-2 text-body">
            <TextLink href={paths.promotion(open.id)}>{askText(open)}</TextLink>
            <PromotionState state={open.state} />
          </p>
          <ChecksList checks={open.checks} />
        </div>
      )}
      {past.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1.5">
          {past.map((promotion) => (
            <li key={promotion.id} className="flex flex-wrap items-center gap-x-2 text-body">
              <TextLink href={paths.promotion(promotion.id)}>To {promotion.alias}</TextLink>
              <PromotionState state={promotion.state} />
              <Time at={promotion.decidedAt ?? promotion.createdAt} className="text-dense text-ink-3" />
            </li>
          ))}
        </ul>
      )}
      {alias !== null && model && why === undefined && (
        <Suspense>
          <RequestDialog
            model={model}
            version={version.version}
            wanted={alias}
            onClose={() => setAlias(null)}
          />
        </Suspense>
      )}
    </Card>
  );
}
