"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { SearchInput } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { FlaskConical, MessageSquareText, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryStates } from "nuqs";
import { lazy, Suspense, useMemo, useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { paths } from "../../shell/paths.ts";
import { labelRequestPages } from "../label-requests/reads.ts";
import { type PromptRow, promptColumns } from "./columns.tsx";
import { PromptsTabs } from "./prompts-tabs.tsx";
import { promptFigures, promptFolders, promptPages } from "./reads.ts";
import { libraryAnswer } from "./words.ts";

const CreateDialog = lazy(async () => ({ default: (await import("./create-dialog.tsx")).CreateDialog }));
const Teaching = lazy(async () => ({ default: (await import("./teaching.tsx")).Teaching }));

const filterParsers = {
  search: parseAsString.withDefault(""),
  folder: parseAsString.withDefault(""),
  tag: parseAsString.withDefault(""),
  label: parseAsString.withDefault(""),
  archived: parseAsString.withDefault(""),
};
const archivedOptions = [
  { value: "", label: "In use" },
  { value: "yes", label: "Archived" },
  { value: "all", label: "All" },
] as const;
/** Of one question for figures. */
const figuresMax = 200;

export function PromptList() {
  const router = useRouter();
  const { webUrl } = useMe();
  const [filters, setFilters] = useQueryStates(filterParsers);
  const [creating, setCreating] = useState(false);
  const mayWrite = useRefusal("prompts:write");
  const { search, folder, tag, label, archived } = filters;
  const pages = useInfiniteQuery(promptPages(filters));
  const folders = useQuery(promptFolders());
  const waiting = useInfiniteQuery(labelRequestPages({ state: "waiting" }));
  const prompts = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const ids = prompts.slice(0, figuresMax).map(({ id }) => id);
  const figures = useQuery({ ...promptFigures(ids), enabled: ids.length > 0 });
  const rows = useMemo((): PromptRow[] => {
    const known = new Map(figures.data?.data.map((one) => [one.id, one]));
    return (pages.data?.pages.flatMap((page) => page.data) ?? []).map((prompt) => ({
      ...prompt,
      figures: figures.data ? (known.get(prompt.id) ?? null) : undefined,
    }));
  }, [pages.data, figures.data]);
  const filtered = [search, folder, tag, label, archived].some((one) => one !== "");
  const asks = waiting.data?.pages.flatMap((page) => page.data).length ?? 0;
  const counted = (all: string, some: readonly { name: string; prompts: number }[] = []) => [
    { value: "", label: all },
    ...some.map(({ name, prompts: count }) => ({ value: name, label: `${name} (${count})` })),
  ];
  return (
    <>
      <PageHeader
        title="Prompts"
        answer={filtered || !pages.data ? undefined : libraryAnswer(prompts, pages.hasNextPage, asks)}
        actions={
          <>
            <ButtonLink href={paths.playground()} icon={<FlaskConical aria-hidden="true" />}>
              Playground
            </ButtonLink>
            <Button
              variant="primary"
              icon={<Plus aria-hidden="true" />}
              disabledReason={mayWrite}
              onClick={() => setCreating(true)}
            >
              New prompt
            </Button>
          </>
        }
        tabs={<PromptsTabs active="prompts" />}
      />
      <PageBody className="pt-4">
        <search className="flex flex-wrap items-center gap-2">
          <div className="w-full sm:w-64">
            <SearchInput
              label="Search prompts"
              value={search}
              onValueChange={(next) => void setFilters({ search: next || null })}
            />
          </div>
          <Select
            aria-label="Folder"
            options={counted(
              "All folders",
              folders.data?.folders.map((one) => ({ name: one.folder, prompts: one.prompts })),
            )}
            value={folder}
            onValueChange={(next) => void setFilters({ folder: next || null })}
            className="w-40"
          />
          <Select
            aria-label="Label"
            options={counted(
              "Any label",
              folders.data?.labels.map((one) => ({ name: one.label, prompts: one.prompts })),
            )}
            value={label}
            onValueChange={(next) => void setFilters({ label: next || null })}
            className="w-40"
          />
          <Select
            aria-label="Tag"
            options={counted(
              "Any tag",
              folders.data?.tags.map((one) => ({ name: one.tag, prompts: one.prompts })),
            )}
            value={tag}
            onValueChange={(next) => void setFilters({ tag: next || null })}
            className="w-36"
          />
          <Select
            aria-label="Archived"
            options={archivedOptions}
            value={archived as (typeof archivedOptions)[number]["value"]}
            onValueChange={(next) => void setFilters({ archived: next || null })}
            className="w-32"
          />
        </search>
        <PagedTable
          caption="Prompts"
          columns={promptColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.prompt(row.name))}
          pages={pages}
          empty={
            filtered ? (
              <EmptyFilter title="No prompt matches" onClear={() => void setFilters(null)} />
            ) : (
              <EmptyNever
                title="No prompt yet"
                icon={<MessageSquareText aria-hidden="true" />}
                actions={
                  <>
                    <Button disabledReason={mayWrite} onClick={() => setCreating(true)}>
                      Write the first one
                    </Button>
                    <ButtonLink variant="ghost" href={paths.apiKeys()}>
                      Make an API key
                    </ButtonLink>
                  </>
                }
              >
                A prompt has versions that never change and labels that move. Programs ask for a label, so a
                better version reaches them without a deploy. Write one here, or send one from a program:
                <Suspense>
                  <Teaching webUrl={webUrl} />
                </Suspense>
              </EmptyNever>
            )
          }
        />
      </PageBody>
      {creating && (
        <Suspense>
          <CreateDialog folder={folder} onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </>
  );
}
