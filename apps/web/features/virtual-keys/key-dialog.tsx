"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { noLimits, type RedisPolicy } from "@triops/domains/virtual-keys/rules";
import type { NewVirtualKey, VirtualKey } from "@triops/domains/virtual-keys/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { routePages } from "../llm-routes/reads.ts";
import { draftOfLimits, limitsOf } from "./limits-draft.ts";
import { LimitsFields } from "./limits-fields.tsx";
import { teamPages } from "./reads.ts";
import { policyLabels } from "./words.ts";

const lifetimes = [
  { value: "never", label: "Never" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
] as const;
type Lifetime = (typeof lifetimes)[number]["value"];
const reach = [
  { value: "all", label: "Every route" },
  { value: "some", label: "Only these" },
] as const;
const policies = (Object.keys(policyLabels) as RedisPolicy[]).map((value) => ({
  value,
  label: policyLabels[value].label,
}));

const endOf = (lifetime: Lifetime): string | null =>
  lifetime === "never" ? null : new Date(Date.now() + Number(lifetime) * 86_400_000).toISOString();

type KeyDialogProps = {
  /** undefined makes a new one. */
  virtualKey?: VirtualKey;
  onClose: () => void;
  onMade?: (made: NewVirtualKey) => void;
};

/** What a program may call, and how much of it. */
export function KeyDialog({ virtualKey, onClose, onMade }: KeyDialogProps) {
  const change = useChange<NewVirtualKey>("virtual-keys");
  const routes = useInfiniteQuery(routePages({}));
  const teams = useInfiniteQuery(teamPages());
  const [draft, setDraft] = useState(() => ({
    name: virtualKey?.name ?? "",
    teamId: virtualKey?.team?.id ?? "",
    allowed: virtualKey?.allowedRoutes?.map(({ id }) => id) ?? null,
    limits: draftOfLimits(virtualKey?.limits ?? noLimits),
    policy: virtualKey?.whenRedisIsAway ?? ("closed" as RedisPolicy),
    lifetime: "never" as Lifetime,
  }));
  const put = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more });
  const faults = change.error?.fields ?? [];
  const faultOf = (name: string) => faults.find(({ path }) => path.startsWith(name))?.message;
  const known = routes.data?.pages.flatMap((page) => page.data) ?? [];
  const teamOptions = [
    { value: "", label: "No team" },
    ...(teams.data?.pages.flatMap((page) => page.data) ?? []).map(({ id, name }) => ({
      value: id,
      label: name,
    })),
  ];
  const missing =
    draft.name.trim() === ""
      ? "Give it a name"
      : draft.allowed?.length === 0
        ? "Choose at least one route, or every route"
        : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={virtualKey ? `Limits of ${virtualKey.name}` : "New virtual key"}
      description="A key for programs. It stands for the providers' keys, which they never see."
      onSubmit={() => {
        if (missing) return;
        change.mutate({
          ...(virtualKey ? { method: "PATCH" as const } : {}),
          path: virtualKey ? `/virtual-keys/${virtualKey.id}` : "/virtual-keys",
          body: {
            name: draft.name.trim(),
            teamId: draft.teamId || null,
            allowedRoutes: draft.allowed,
            limits: limitsOf(draft.limits),
            whenRedisIsAway: draft.policy,
            ...(virtualKey ? { revision: virtualKey.revision } : { expiresAt: endOf(draft.lifetime) }),
          },
          ...(virtualKey ? { done: "Saved; it holds within a second" } : {}),
          onDone: (saved) => {
            onClose();
            if (!virtualKey) onMade?.(saved);
          },
        });
      }}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending} disabledReason={missing}>
            {virtualKey ? "Save limits" : "Make key"}
          </Button>
        </>
      }
    >
      <FieldGroup>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Name" required hint="Who calls with it" error={faultOf("name")}>
            <Input
              value={draft.name}
              maxLength={100}
              placeholder="checkout"
              onChange={(event) => put({ name: event.target.value })}
            />
          </Field>
          <Field label="Team" hint="Its limits hold for all its keys" error={faultOf("teamId")}>
            <Select options={teamOptions} value={draft.teamId} onValueChange={(teamId) => put({ teamId })} />
          </Field>
        </div>
        <LimitsFields draft={draft.limits} onChange={(limits) => put({ limits })} faults={faults} />
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-body font-medium text-ink-1">Routes it may call</legend>
          <Segmented
            size="sm"
            label="Routes it may call"
            options={reach}
            value={draft.allowed === null ? "all" : "some"}
            onValueChange={(next) => put({ allowed: next === "all" ? null : [] })}
          />
          {draft.allowed !== null && (
            <div className="grid max-h-48 gap-1.5 overflow-y-auto sm:grid-cols-2">
              {known.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  label={name}
                  checked={draft.allowed?.includes(id) ?? false}
                  onCheckedChange={(on) =>
                    put({
                      allowed: on
                        ? [...(draft.allowed ?? []), id]
                        : (draft.allowed ?? []).filter((one) => one !== id),
                    })
                  }
                />
              ))}
              {known.length === 0 && <p className="text-body text-ink-3">There is no route yet.</p>}
            </div>
          )}
        </fieldset>
        <Field label="While limits cannot be counted" hint={policyLabels[draft.policy].hint}>
          <Select options={policies} value={draft.policy} onValueChange={(policy) => put({ policy })} />
        </Field>
        {!virtualKey && (
          <Field label="Ends">
            <Select
              options={lifetimes}
              value={draft.lifetime}
              onValueChange={(lifetime) => put({ lifetime })}
            />
          </Field>
        )}
      </FieldGroup>
    </Dialog>
  );
}
