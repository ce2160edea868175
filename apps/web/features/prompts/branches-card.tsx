"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Branch, Prompt } from "@triops/domains/prompts/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { GitMerge, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { branchPages } from "./reads.ts";

const MergeDialog = lazy(async () => ({ default: (await import("./merge-dialog.tsx")).MergeDialog }));

/** Lines beside main, and what became of them. */
export function BranchesCard({ prompt }: { prompt: Prompt }) {
  const pages = useInfiniteQuery(branchPages(prompt.id));
  const mayWrite = useRefusal("prompts:write");
  const [merging, setMerging] = useState<string | null>(null);
  const branches = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const fault = pages.data ? undefined : errorOf(pages.error, () => void pages.refetch());
  return (
    <Card title="Branches">
      {fault}
      {pages.data && branches.length === 0 && (
        <p className="text-body text-ink-3">None. A branch holds versions that are not ready for main.</p>
      )}
      <ul className="flex flex-col gap-3">
        {branches.map((branch) => (
          <BranchLine
            key={branch.id}
            prompt={prompt}
            branch={branch}
            mayWrite={mayWrite}
            onMerge={() => setMerging(branch.name)}
          />
        ))}
      </ul>
      {merging !== null && (
        <Suspense>
          <MergeDialog prompt={prompt} branch={merging} onClose={() => setMerging(null)} />
        </Suspense>
      )}
    </Card>
  );
}

type BranchLineProps = { prompt: Prompt; branch: Branch; mayWrite: string | undefined; onMerge: () => void };

function BranchLine({ prompt, branch, mayWrite, onMerge }: BranchLineProps) {
  const change = useChange("prompts");
  const { name, state, ahead, headVersion, mergedVersion, updatedAt } = branch;
  const isOpen = state === "open";
  return (
    <li className="flex min-w-0 flex-col gap-1 text-body">
      <span className="flex min-w-0 items-center gap-2">
        {isOpen ? (
          <TextLink href={paths.prompt(prompt.name, { branch: name })} className="truncate">
            {name}
          </TextLink>
        ) : (
          <span className="truncate text-ink-2">{name}</span>
        )}
      </span>
      <span className="text-dense text-ink-3 tabular-nums">
        {isOpen
          ? `${ahead} ${ahead === 1 ? "version" : "versions"} ahead, at v${headVersion}`
          : state === "merged"
            ? `merged as v${mergedVersion}`
            : "closed"}{" "}
        · <Time at={updatedAt} />
      </span>
      {isOpen && (
        <span className="flex gap-1">
          <Button
            size="sm"
            icon={<GitMerge aria-hidden="true" />}
            disabledReason={mayWrite ?? (ahead === 0 ? "Nothing was committed to it" : undefined)}
            onClick={onMerge}
          >
            Merge
          </Button>
          <Button
            size="sm"
            variant="ghost"
            icon={<X aria-hidden="true" />}
            disabledReason={mayWrite}
            loading={change.isPending}
            onClick={() =>
              change.mutate({
                path: `/prompts/${prompt.id}/close-branch`,
                body: { branch: name },
                done: "Branch closed; its versions stay",
              })
            }
          >
            Close
          </Button>
        </span>
      )}
    </li>
  );
}
