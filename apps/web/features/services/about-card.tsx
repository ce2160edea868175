"use client";
import { useQuery } from "@tanstack/react-query";
import { tierMeanings } from "@triops/domains/services/rules";
import type { Service } from "@triops/domains/services/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Facts } from "@triops/ui/facts";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { memberList } from "../members/reads.ts";

const EditDialog = lazy(async () => ({ default: (await import("./edit-dialog.tsx")).EditDialog }));

const missing = <span className="text-ink-3">not said yet</span>;
const address = (url: string) =>
  url ? (
    <TextLink href={url} rel="noreferrer" target="_blank">
      {url.replace(/^https?:\/\//, "")}
    </TextLink>
  ) : (
    missing
  );

/** What telemetry cannot know: who owns it, what it is for, where its papers are. */
export function AboutCard({ service }: { service: Service }) {
  const mayWrite = useRefusal("services:write");
  const members = useQuery(memberList());
  const [editing, setEditing] = useState(false);
  const person = members.data?.data.find((member) => member.id === service.ownerMemberId)?.name;
  const { tier, foundIn } = service;
  return (
    <Card
      title="About"
      actions={
        <Button
          size="sm"
          icon={<Pencil aria-hidden="true" />}
          disabledReason={mayWrite}
          onClick={() => setEditing(true)}
        >
          Edit
        </Button>
      }
    >
      {service.description && <p className="mb-3 text-body text-ink-1">{service.description}</p>}
      <Facts
        items={[
          { label: "Owner", value: [service.owner, person].filter(Boolean).join(", ") || missing },
          { label: "Tier", value: tier === null ? missing : `${tier}: ${tierMeanings[tier] ?? ""}` },
          { label: "Repository", value: address(service.repository) },
          { label: "Runbook", value: address(service.runbook) },
          { label: "Chat", value: address(service.chat) },
          {
            label: "Tags",
            value:
              service.tags.length === 0 ? (
                missing
              ) : (
                <span className="flex flex-wrap gap-1">
                  {service.tags.map((tag) => (
                    <Badge key={tag}>{tag}</Badge>
                  ))}
                </span>
              ),
          },
          { label: "Found in", value: foundIn.length === 0 ? "added by hand" : foundIn.join(", ") },
          { label: "First seen", value: service.firstSeenAt ? <Time at={service.firstSeenAt} /> : "never" },
          { label: "Last seen", value: service.lastSeenAt ? <Time at={service.lastSeenAt} /> : "never" },
        ]}
      />
      {editing && (
        <Suspense>
          <EditDialog service={service} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </Card>
  );
}
