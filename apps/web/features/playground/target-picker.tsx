"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Combobox } from "@triops/ui/combobox";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useId } from "react";
import { providerModels, providerPages } from "../llm-providers/reads.ts";
import { routePages } from "../llm-routes/reads.ts";
import type { ColumnTarget } from "./board.ts";

type TargetPickerProps = { target: ColumnTarget; letter: string; onChange: (target: ColumnTarget) => void };

/** A route, as any caller would use it; or one model of a provider, beside all routes. */
export function TargetPicker({ target, letter, onChange }: TargetPickerProps) {
  const routes = useInfiniteQuery(routePages({}));
  const providers = useInfiniteQuery(providerPages({}));
  const options = [
    ...(routes.data?.pages.flatMap((page) => page.data) ?? [])
      .filter(({ enabled, operations }) => enabled && operations.includes("chat"))
      .map(({ name }) => ({ value: `route:${name}`, label: name, group: "Routes" })),
    ...(providers.data?.pages.flatMap((page) => page.data) ?? [])
      .filter(({ enabled }) => enabled)
      .map(({ id, name, kind }) => ({
        value: `provider:${id}`,
        label: name,
        group: "A provider's model",
        hint: kind === "demonstration" ? "demonstration provider" : kind,
      })),
  ];
  const chosen =
    target.kind === "route" ? target.route && `route:${target.route}` : `provider:${target.providerId}`;
  const known = options.find(({ value }) => value === chosen);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Field label="Runs on" hideLabel>
        <Combobox
          aria-label={`Column ${letter}, runs on`}
          options={
            known || !chosen || target.kind === "provider"
              ? options
              : [{ value: chosen, label: target.kind === "route" ? target.route : "" }, ...options]
          }
          value={chosen || null}
          loading={routes.isPending || providers.isPending}
          placeholder="Choose a route or model"
          searchPlaceholder="Search routes and providers"
          empty="No route and no provider yet: make one under Routes & keys"
          onValueChange={(value) =>
            onChange(
              value.startsWith("route:")
                ? { kind: "route", route: value.slice(6) }
                : { kind: "provider", providerId: value.slice(9), model: "" },
            )
          }
        />
      </Field>
      {target.kind === "provider" && (
        <ModelField
          letter={letter}
          providerId={target.providerId}
          model={target.model}
          onChange={(model) => onChange({ ...target, model })}
        />
      )}
    </div>
  );
}

type ModelFieldProps = {
  providerId: string;
  model: string;
  letter: string;
  onChange: (model: string) => void;
};

function ModelField({ providerId, model, letter, onChange }: ModelFieldProps) {
  const offered = useQuery({ ...providerModels(providerId), staleTime: 60_000 });
  const listId = useId();
  return (
    <>
      <Input
        aria-label={`Column ${letter}, model`}
        placeholder="Model, as the provider calls it"
        value={model}
        list={listId}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {(offered.data?.data ?? []).slice(0, 300).map(({ id }) => (
          <option key={id} value={id} />
        ))}
      </datalist>
    </>
  );
}
