"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, ButtonLink } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { Plus } from "lucide-react";
import { paths } from "../../shell/paths.ts";
import { providerPages } from "../llm-providers/reads.ts";
import { providerLabel } from "../llm-providers/words.ts";
import { emptyTarget, type RouteDraft, replaced, type TargetDraft, without } from "./draft.ts";
import { FallbackList } from "./fallback-list.tsx";
import { ShareBar } from "./share-bar.tsx";
import { equalShares, faultInShares } from "./shares.ts";
import { TargetFields } from "./target-fields.tsx";

type Part = { draft: RouteDraft; update: (part: Partial<RouteDraft>) => void; fault: string | undefined };

/** Who answers: targets that divide the traffic, and those asked in order when they fail. */
export function TargetsCard({ draft, update, fault }: Part) {
  const pages = useInfiniteQuery(providerPages({}));
  const providers = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const options = providers.map((one) => ({ value: one.id, label: providerLabel(one) }));
  const { shared, fallbacks } = draft;
  const alone = shared.length === 1;
  const sharesFault = faultInShares(shared);
  const bar = shared.map((target) => ({ ...target, label: target.model }));
  const spread = (targets: readonly TargetDraft[]) => {
    const shares = equalShares(targets.length);
    update({ shared: targets.map((one, index) => ({ ...one, weight: String(shares[index] ?? 0) })) });
  };
  return (
    <Card title="Who answers">
      <div className="flex flex-col gap-5">
        {pages.data && providers.length === 0 && (
          <Notice
            tone="warning"
            actions={
              <ButtonLink size="sm" href={paths.routes({ view: "providers" })}>
                Add a provider
              </ButtonLink>
            }
          >
            A route needs a provider, and there is none yet.
          </Notice>
        )}
        <section aria-label="Targets that share the traffic" className="flex flex-col gap-2">
          <ShareBar targets={bar} />
          {shared.map((target, index) => (
            <TargetFields
              key={target.key}
              target={target}
              name={`Target ${index + 1}`}
              providers={options}
              share={{ index, alone }}
              onChange={(next) => update({ shared: replaced(shared, next) })}
              onRemove={alone ? undefined : () => spread(without(shared, target.key))}
            />
          ))}
          {(sharesFault ?? fault) && (
            <p role="alert" className="text-dense text-sev1-text">
              {sharesFault ?? fault}
            </p>
          )}
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              icon={<Plus aria-hidden="true" />}
              onClick={() => spread([...shared, emptyTarget()])}
            >
              Share with another target
            </Button>
            {!alone && (
              <Button size="sm" variant="ghost" onClick={() => spread(shared)}>
                Share equally
              </Button>
            )}
          </div>
        </section>
        <section aria-label="Fallbacks, in order" className="flex flex-col gap-2">
          <h3 className="text-body font-medium text-ink-1">If they fail, in this order</h3>
          {fallbacks.length === 0 && (
            <p className="text-body text-ink-3">Nobody: the failure is the answer.</p>
          )}
          <FallbackList
            fallbacks={fallbacks}
            providers={options}
            onChange={(next) => update({ fallbacks: next })}
          />
          <Button
            size="sm"
            className="self-start"
            icon={<Plus aria-hidden="true" />}
            onClick={() => update({ fallbacks: [...fallbacks, emptyTarget()] })}
          >
            Add a fallback
          </Button>
        </section>
      </div>
    </Card>
  );
}
