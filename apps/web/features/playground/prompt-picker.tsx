"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Combobox } from "@triops/ui/combobox";
import { Select } from "@triops/ui/select";
import { useState } from "react";
import { promptPages, versionByNumber, versionPages } from "../prompts/reads.ts";
import { type Column, emptyColumn, isEdited, withVersion } from "./board.ts";

type PromptPickerProps = {
  column: Column;
  letter: string;
  routes: readonly string[];
  onChange: (column: Column) => void;
  onLoaded: (config: Readonly<Record<string, unknown>>) => void;
};

const draftValue = "draft";

/** Which prompt and version the column begins with; "New draft" begins with nothing. */
export function PromptPicker({ column, letter, routes, onChange, onLoaded }: PromptPickerProps) {
  const client = useQueryClient();
  const [search, setSearch] = useState("");
  const prompts = useInfiniteQuery(promptPages({ search }));
  const found = prompts.data?.pages.flatMap((page) => page.data) ?? [];
  const { prompt } = column;
  const options = [
    { value: draftValue, label: "New draft" },
    ...(prompt && !found.some(({ id }) => id === prompt.id)
      ? [{ value: prompt.id, label: prompt.name }]
      : []),
    ...found
      .filter(({ latest }) => latest)
      .map(({ id, name }) => ({ value: id, label: name, group: "Prompts" })),
  ];
  const load = async (given: { id: string; name: string }, version: number) => {
    const loaded = await client.fetchQuery(versionByNumber(given.name, version));
    onChange(withVersion(column, given, loaded, routes));
    onLoaded(loaded.config);
  };
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] gap-2">
      <Combobox
        aria-label={`Column ${letter}, prompt`}
        options={options}
        value={prompt?.id ?? draftValue}
        onSearchChange={setSearch}
        loading={prompts.isPending}
        searchPlaceholder="Search prompts"
        onValueChange={(id) => {
          if (id === draftValue) return onChange({ ...emptyColumn(column.target), id: column.id });
          const chosen = found.find((one) => one.id === id);
          if (!chosen?.latest) return;
          const production = chosen.labels.find(({ label }) => label === "production");
          void load(chosen, production?.version ?? chosen.latest.version);
        }}
      />
      {prompt && (
        <VersionSelect
          letter={letter}
          promptId={prompt.id}
          version={prompt.version}
          edited={isEdited(column)}
          onChange={(version) => void load(prompt, version)}
        />
      )}
    </div>
  );
}

type VersionSelectProps = {
  promptId: string;
  version: number;
  edited: boolean;
  letter: string;
  onChange: (version: number) => void;
};

function VersionSelect({ promptId, version, edited, letter, onChange }: VersionSelectProps) {
  const pages = useInfiniteQuery(versionPages(promptId));
  const versions = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const options = versions.map((one) => ({
    value: String(one.version),
    label: [
      `v${one.version}${edited && one.version === version ? ", edited" : ""}`,
      ...one.labels.filter((label) => label !== "latest"),
      ...(one.branch === "main" ? [] : [one.branch]),
    ].join(" · "),
  }));
  const shown = options.some(({ value }) => value === String(version))
    ? options
    : [{ value: String(version), label: `v${version}` }, ...options];
  return (
    <Select
      aria-label={`Column ${letter}, version`}
      options={shown}
      value={String(version)}
      onValueChange={(value) => onChange(Number(value))}
      className="w-36"
    />
  );
}
