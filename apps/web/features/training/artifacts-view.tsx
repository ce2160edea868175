"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { cn } from "@triops/ui/class-names";
import { EmptyNever } from "@triops/ui/data-states";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText } from "@triops/ui/snippet";
import { formatValue } from "@triops/ui/units";
import { ArrowUp, Download, File, Folder } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { lazy, type ReactNode, Suspense } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { artifactHref, foldersOf, nameOf } from "./artifact-address.ts";
import { type ArtifactFile, type ArtifactOwner, artifactPages } from "./artifact-reads.ts";

const ArtifactPreview = lazy(async () => ({
  default: (await import("./artifact-preview.tsx")).ArtifactPreview,
}));

const parsers = { folder: parseAsString.withDefault(""), file: parseAsString.withDefault("") };

const logArtifact = {
  label: "A file of a run",
  code: 'mlflow.log_artifact("plots/residuals.png")\nmlflow.log_dict({"rmse": 0.42}, "summary.json")',
};

type ArtifactsViewProps = {
  owner: ArtifactOwner;
  artifactUri: string;
};

/** The files of a run or a model: folders on the left, what is in a file on the right. */
export function ArtifactsView({ owner, artifactUri }: ArtifactsViewProps) {
  const [{ folder, file }, set] = useQueryStates(parsers, { history: "push" });
  const list = useInfiniteQuery(artifactPages(owner, folder));
  const files = (list.data?.pages.flatMap((page) => page.files) ?? []).toSorted(byKindAndName);
  const open = files.find(({ path, isDirectory }) => path === file && !isDirectory);
  const fault = errorOf(list.error, () => void list.refetch());
  const above = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "";
  if (fault) return fault;
  if (list.data && files.length === 0 && folder === "") {
    return (
      <EmptyNever title="No file was logged" icon={<File aria-hidden="true" />} snippet={logArtifact}>
        Plots, tables, models: whatever a run logs lies here, and can be looked at when it is text or an
        image.
      </EmptyNever>
    );
  }
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <Card
        flush
        title={<Crumbs folder={folder} onFolder={(next) => void set({ folder: next, file: null })} />}
      >
        {list.isPending ? (
          <SkeletonRows label="Loading files" />
        ) : (
          <ul aria-label="Files" className="flex flex-col p-1">
            {folder !== "" && (
              <li>
                <Entry
                  icon={<ArrowUp aria-hidden="true" />}
                  name="Up one folder"
                  onClick={() => void set({ folder: above || null, file: null })}
                />
              </li>
            )}
            {files.map((entry) => (
              <li key={entry.path}>
                <Entry
                  icon={entry.isDirectory ? <Folder aria-hidden="true" /> : <File aria-hidden="true" />}
                  name={nameOf(entry.path)}
                  aside={entry.isDirectory ? "" : formatValue(entry.sizeBytes, "bytes")}
                  active={entry.path === file}
                  onClick={() =>
                    void set(entry.isDirectory ? { folder: entry.path, file: null } : { file: entry.path })
                  }
                />
              </li>
            ))}
            {list.hasNextPage && (
              <li className="flex justify-center p-1">
                <Button
                  size="sm"
                  variant="ghost"
                  loading={list.isFetchingNextPage}
                  onClick={() => void list.fetchNextPage()}
                >
                  Load more
                </Button>
              </li>
            )}
            {files.length === 0 && <li className="px-2 py-3 text-body text-ink-3">This folder is empty.</li>}
          </ul>
        )}
      </Card>
      {open ? (
        <OpenFile artifact={open} href={artifactHref(artifactUri, open.path)} />
      ) : (
        <p className="hidden py-10 text-center text-body text-ink-3 lg:block">
          {file === "" || list.isPending
            ? "Choose a file to see what is in it."
            : "This file is not here any more."}
        </p>
      )}
    </div>
  );
}

function OpenFile({ artifact, href }: { artifact: ArtifactFile; href: string | null }) {
  const { path, sizeBytes } = artifact;
  return (
    <Card
      title={nameOf(path)}
      aside={formatValue(sizeBytes, "bytes")}
      actions={
        href && (
          <a
            href={href}
            download={nameOf(path)}
            className="inline-flex h-6 items-center gap-1.5 rounded-control border border-line px-2 text-dense font-medium text-ink-1 hover:bg-raised pointer-coarse:h-9"
          >
            <Download aria-hidden="true" className="size-4" />
            Download
          </a>
        )
      }
    >
      <p className="mb-2">
        <CopyText value={path} label="path" />
      </p>
      {href ? (
        <Suspense fallback={<SkeletonRows label="Loading the file" />}>
          <ArtifactPreview href={href} path={path} sizeBytes={sizeBytes ?? 0} />
        </Suspense>
      ) : (
        <p className="py-8 text-center text-body text-ink-3">This file lies outside Triops.</p>
      )}
    </Card>
  );
}

type EntryProps = {
  icon: ReactNode;
  name: string;
  aside?: string;
  active?: boolean;
  onClick: () => void;
};

function Entry({ icon, name, aside, active = false, onClick }: EntryProps) {
  return (
    <button
      type="button"
      aria-current={active ? "true" : undefined}
      onClick={onClick}
      title={name}
      className={cn(
        "flex min-h-row w-full items-center gap-2 rounded-control px-2 text-left text-body text-ink-1 hover:bg-sunken [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3",
        active && "bg-sunken font-medium",
      )}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {aside && <span className="shrink-0 text-dense text-ink-3 tabular-nums">{aside}</span>}
    </button>
  );
}

function Crumbs({ folder, onFolder }: { folder: string; onFolder: (path: string | null) => void }) {
  const folders = foldersOf(folder);
  if (folders.length === 0) return <>Files</>;
  const last = folders.at(-1);
  return (
    <span className="flex min-w-0 items-center gap-1">
      <button
        type="button"
        className="rounded-control text-accent underline underline-offset-3"
        onClick={() => onFolder(null)}
      >
        Files
      </button>
      <span aria-hidden="true" className="text-ink-3">
        /
      </span>
      <span className="truncate">{folders.length > 1 ? `… / ${last?.name}` : last?.name}</span>
    </span>
  );
}

const names = new Intl.Collator("en", { numeric: true });
const byKindAndName = (a: ArtifactFile, b: ArtifactFile): number =>
  Number(b.isDirectory) - Number(a.isDirectory) || names.compare(a.path, b.path);
