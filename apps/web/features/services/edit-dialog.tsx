"use client";
import { useQuery } from "@tanstack/react-query";
import { tierMeanings, tiers } from "@triops/domains/services/rules";
import type { Service } from "@triops/domains/services/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { memberList } from "../members/reads.ts";

const tierOptions = [
  { value: "", label: "Not said" },
  ...tiers.map((tier) => ({ value: String(tier), label: `${tier}: ${tierMeanings[tier] ?? ""}` })),
];

const linkFields = [
  ["repository", "Repository", "https://git.example/checkout"],
  ["runbook", "Runbook", "https://wiki.example/checkout"],
  ["chat", "Chat", "https://chat.example/checkout"],
] as const;

export function EditDialog({ service, onClose }: { service: Service; onClose: () => void }) {
  const change = useChange<Service>("services");
  const members = useQuery(memberList());
  const [draft, setDraft] = useState({
    owner: service.owner,
    ownerMemberId: service.ownerMemberId ?? "",
    description: service.description,
    tier: service.tier === null ? "" : String(service.tier),
    repository: service.repository,
    runbook: service.runbook,
    chat: service.chat,
    tags: service.tags.join(", "),
  });
  const put = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more });
  const faultOf = (field: string) =>
    change.error?.fields.find((fault) => fault.path === field || fault.path.startsWith(`${field}.`))?.message;
  const people = [
    { value: "", label: "Nobody in particular" },
    ...(members.data?.data ?? []).map((member) => ({ value: member.id, label: member.name })),
  ];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`About ${service.name}`}
      onSubmit={() =>
        change.mutate({
          method: "PATCH",
          path: `/services/${service.id}`,
          body: {
            ...draft,
            ownerMemberId: draft.ownerMemberId || null,
            tier: draft.tier === "" ? null : Number(draft.tier),
            tags: draft.tags
              .split(",")
              .map((tag) => tag.trim())
              .filter((tag) => tag !== ""),
          },
          done: "Saved",
          onDone: onClose,
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Save
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Owner" hint="The team, in its own words" error={faultOf("owner")}>
          <Input
            value={draft.owner}
            onChange={(event) => put({ owner: event.target.value })}
            placeholder="Team checkout"
            maxLength={100}
          />
        </Field>
        <Field label="Person" error={faultOf("ownerMemberId")}>
          <Select
            options={people}
            value={draft.ownerMemberId}
            onValueChange={(ownerMemberId) => put({ ownerMemberId })}
          />
        </Field>
        <Field label="Description" error={faultOf("description")}>
          <Textarea
            value={draft.description}
            onChange={(event) => put({ description: event.target.value })}
            maxLength={2_000}
          />
        </Field>
        <Field label="Tier" error={faultOf("tier")}>
          <Select options={tierOptions} value={draft.tier} onValueChange={(tier) => put({ tier })} />
        </Field>
        {linkFields.map(([field, label, placeholder]) => (
          <Field key={field} label={label} error={faultOf(field)}>
            <Input
              type="url"
              value={draft[field]}
              onChange={(event) => put({ [field]: event.target.value })}
              placeholder={placeholder}
            />
          </Field>
        ))}
        <Field label="Tags" hint="With commas between" error={faultOf("tags")}>
          <Input value={draft.tags} onChange={(event) => put({ tags: event.target.value })} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
