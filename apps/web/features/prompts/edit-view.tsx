"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Prompt, PromptVersion } from "@triops/domains/prompts/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { EmptyNever, Notice } from "@triops/ui/data-states";
import { PageBody } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { SkeletonRows } from "@triops/ui/skeleton";
import { GitBranch, GitCommitHorizontal, Undo2 } from "lucide-react";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { lazy, Suspense, useEffect, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { ConfigCard } from "./config-card.tsx";
import { draftOf, isEdited, templateOf } from "./draft.ts";
import { branchPages, versionByNumber } from "./reads.ts";
import { TemplateFields } from "./template-fields.tsx";
import { variablesIn } from "./variables.ts";
import { VariablesCard } from "./variables-card.tsx";
import { versionText } from "./words.ts";

const CommitDialog = lazy(async () => ({ default: (await import("./commit-dialog.tsx")).CommitDialog }));
const BranchDialog = lazy(async () => ({ default: (await import("./branch-dialog.tsx")).BranchDialog }));

const addressParsers = { branch: parseAsString.withDefault("main"), version: parseAsInteger };

/** The head of a branch to write on, or an older version to start again from. */
export function EditView({ prompt }: { prompt: Prompt }) {
  const [{ branch, version }, setAddress] = useQueryStates(addressParsers);
  const [branching, setBranching] = useState(false);
  const mayWrite = useRefusal("prompts:write");
  const branches = useInfiniteQuery(branchPages(prompt.id));
  const open = (branches.data?.pages.flatMap((page) => page.data) ?? []).filter(
    ({ state }) => state === "open",
  );
  const own = open.find(({ name }) => name === branch);
  const head = branch === "main" ? (prompt.latest?.version ?? null) : (own?.headVersion ?? null);
  const number = version ?? head;
  const query = useQuery({ ...versionByNumber(prompt.name, number ?? 0), enabled: number !== null });
  const fault = errorOf(query.error, () => void query.refetch());
  const options = ["main", ...open.map(({ name }) => name)].map((value) => ({ value, label: value }));
  const shown = options.some(({ value }) => value === branch)
    ? options
    : [...options, { value: branch, label: branch }];
  return (
    <PageBody className="pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="Branch"
          options={shown}
          value={branch}
          onValueChange={(next) => void setAddress({ branch: next, version: null })}
          className="w-44"
        />
        <Button
          variant="ghost"
          icon={<GitBranch aria-hidden="true" />}
          disabledReason={mayWrite ?? (number === null ? "There is no version yet" : undefined)}
          onClick={() => setBranching(true)}
        >
          New branch
        </Button>
      </div>
      {number === null && !branches.isPending && (
        <EmptyNever title={branch === "main" ? "Every version was deleted" : "This branch is not open"}>
          {branch === "main"
            ? "Write a new one from the playground, or from a program."
            : "It was merged or closed. Its versions are in the list of versions."}
        </EmptyNever>
      )}
      {number !== null && !query.data && (fault ?? <SkeletonRows label="Loading the version" />)}
      {query.data && number !== null && query.data.version === number && (
        <Editor
          key={query.data.id}
          prompt={prompt}
          version={query.data}
          branch={branch}
          head={head}
          onCommitted={() => void setAddress({ version: null })}
        />
      )}
      {branching && number !== null && (
        <Suspense>
          <BranchDialog
            prompt={prompt}
            version={number}
            onClose={() => setBranching(false)}
            onMade={(made) => void setAddress({ branch: made, version: null })}
          />
        </Suspense>
      )}
    </PageBody>
  );
}

type EditorProps = {
  prompt: Prompt;
  version: PromptVersion;
  branch: string;
  head: number | null;
  onCommitted: () => void;
};

function Editor({ prompt, version, branch, head, onCommitted }: EditorProps) {
  const mayWrite = useRefusal("prompts:write");
  const [draft, setDraft] = useState(() => draftOf(version));
  const [committing, setCommitting] = useState(false);
  const edited = isEdited(draft, version);
  const older = head !== null && version.version !== head;
  const { fault } = variablesIn(templateOf(draft), draft.variables);
  useEffect(() => {
    if (!edited) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [edited]);
  const why =
    mayWrite ?? fault ?? (edited || older ? undefined : "Nothing is different from the newest version");
  const commit = () => why === undefined && setCommitting(true);
  return (
    <>
      {older && (
        <Notice tone="info">
          This is v{version.version}; {branch} is at v{head} now. Committing makes a new version that says
          what stands here.
        </Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Card
          title={draft.type === "text" ? "Text" : "Messages"}
          aside={edited ? `edited since v${version.version}` : versionText(version)}
          actions={
            <>
              {edited && (
                <Button
                  size="sm"
                  variant="ghost"
                  icon={<Undo2 aria-hidden="true" />}
                  onClick={() => setDraft(draftOf(version))}
                >
                  Undo all
                </Button>
              )}
              <Button
                size="sm"
                variant="primary"
                icon={<GitCommitHorizontal aria-hidden="true" />}
                disabledReason={why}
                onClick={commit}
              >
                Commit
              </Button>
            </>
          }
        >
          <TemplateFields
            draft={draft}
            readOnly={mayWrite !== undefined}
            onRun={commit}
            onChange={(more) => setDraft((now) => ({ ...now, ...more }))}
          />
        </Card>
        <div className="flex min-w-0 flex-col gap-4">
          <VariablesCard
            draft={draft}
            readOnly={mayWrite !== undefined}
            onChange={(variables) => setDraft((now) => ({ ...now, variables }))}
          />
          <ConfigCard
            config={draft.config}
            readOnly={mayWrite !== undefined}
            onChange={(config) => setDraft((now) => ({ ...now, config }))}
          />
        </div>
      </div>
      {committing && (
        <Suspense>
          <CommitDialog
            prompt={prompt}
            draft={draft}
            branch={branch}
            parent={head}
            before={version}
            onClose={() => setCommitting(false)}
            onCommitted={onCommitted}
          />
        </Suspense>
      )}
    </>
  );
}
