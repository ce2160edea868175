"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import { useId } from "react";
import { modelPages, versionPages } from "../models/reads.ts";
import type { VariantDraft } from "./variant-draft.ts";

type VariantFieldsProps = {
  draft: VariantDraft;
  onChange: (draft: VariantDraft) => void;
  fault?: string | undefined;
};

const kinds = [
  { value: "onnx", label: "A version of the registry (ONNX)" },
  { value: "server", label: "A model server elsewhere" },
] as const;
const protocols = [
  { value: "oip", label: "Open Inference Protocol v2" },
  { value: "mlflow", label: "MLflow scoring (/invocations)" },
] as const;

/** Which version answers, and where it runs. */
export function VariantFields({ draft, onChange, fault }: VariantFieldsProps) {
  const put = (more: Partial<VariantDraft>) => onChange({ ...draft, ...more });
  const listId = useId();
  const models = useInfiniteQuery(
    modelPages({ search: draft.kind === "onnx" ? draft.model.trim().slice(0, 200) : "", order: "name" }),
  );
  const known = models.data?.pages.flatMap((page) => page.data) ?? [];
  const model = draft.kind === "onnx" ? known.find((one) => one.name === draft.model.trim()) : undefined;
  const versions = useInfiniteQuery({ ...versionPages(model?.id ?? ""), enabled: model !== undefined });
  const rows = versions.data?.pages.flatMap((page) => page.data) ?? [];
  const choices = [
    ...(model?.aliases ?? []).map(({ alias, version }) => ({
      value: `alias:${alias}`,
      label: `Follow ${alias} (version ${version} now)`,
      group: "Aliases",
    })),
    ...rows.map(({ version }) => ({
      value: `version:${version}`,
      label: `Version ${version}`,
      group: "Versions",
    })),
  ];
  return (
    <>
      <Segmented
        label="Where it runs"
        options={kinds}
        value={draft.kind}
        onValueChange={(kind) => put({ kind })}
      />
      {draft.kind === "onnx" ? (
        <>
          <Field label="Model" required error={fault}>
            <Input
              value={draft.model}
              maxLength={256}
              list={listId}
              autoComplete="off"
              placeholder="Begin to type its name"
              onChange={(event) => put({ model: event.target.value, choice: "" })}
            />
          </Field>
          <datalist id={listId}>
            {known.map(({ name }) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <Field label="Version" required hint="An alias is followed: when it moves, the deployment moves">
            <Select
              options={choices}
              {...(draft.choice === "" ? { value: "" } : { value: draft.choice })}
              placeholder={model ? "Choose a version or an alias" : "Choose a model first"}
              disabled={model === undefined}
              onValueChange={(choice) => put({ choice })}
            />
          </Field>
        </>
      ) : (
        <>
          <Field label="Model" required hint="What the server calls it" error={fault}>
            <Input
              value={draft.model}
              maxLength={256}
              onChange={(event) => put({ model: event.target.value })}
            />
          </Field>
          <Field label="Version" hint="In the server's own words; may stay empty">
            <Input
              value={draft.outsideVersion}
              maxLength={100}
              onChange={(event) => put({ outsideVersion: event.target.value })}
            />
          </Field>
          <Field label="Protocol">
            <Select
              options={protocols}
              value={draft.protocol}
              onValueChange={(protocol) => put({ protocol })}
            />
          </Field>
          <Field label="Address" required hint="The server's root">
            <Input
              value={draft.url}
              maxLength={2_000}
              placeholder="https://models.example"
              onChange={(event) => put({ url: event.target.value })}
            />
          </Field>
          <div className="grid grid-cols-2 gap-3">
            <Field label="Header" hint="Such as its key">
              <Input
                value={draft.headerName}
                placeholder="authorization"
                onChange={(event) => put({ headerName: event.target.value })}
              />
            </Field>
            <Field label="Its value" hint="Never shown again">
              <Input
                type="password"
                autoComplete="new-password"
                value={draft.headerValue}
                onChange={(event) => put({ headerValue: event.target.value })}
              />
            </Field>
          </div>
        </>
      )}
    </>
  );
}
