"use client";
import { useQuery } from "@tanstack/react-query";
import type { Incident } from "@triops/domains/incidents/schemas";
import { type Severity, severities } from "@triops/domains/severity";
import { Card } from "@triops/ui/card";
import { Field, FieldGroup } from "@triops/ui/field";
import { Select } from "@triops/ui/select";
import { Time } from "@triops/ui/time";
import { useMe, useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { memberList } from "../members/reads.ts";

const severityOptions = severities.map((value) => ({ value, label: value.toUpperCase() }));
const nobody = "nobody";

export function Facts({ incident }: { incident: Incident }) {
  const me = useMe();
  const change = useChange("incidents");
  const mayWrite = useRefusal("incidents:write");
  const members = useQuery(memberList());
  const people = members.data?.data ?? [];
  const assignees = [
    { value: nobody, label: "Nobody" },
    ...people.map((member) => ({
      value: member.id,
      label: member.id === me.memberId ? `${member.name} (you)` : member.name,
    })),
  ];
  return (
    <Card title="Facts">
      <FieldGroup className="pt-1">
        <Field label="Lead">
          <Select
            options={assignees}
            value={incident.assigneeId ?? nobody}
            disabled={mayWrite !== undefined || members.isPending}
            onValueChange={(value) =>
              change.mutate({
                path: `/incidents/${incident.id}/assign`,
                body: { assigneeId: value === nobody ? null : value },
                done: value === nobody ? "Nobody leads now" : "Lead changed",
              })
            }
          />
        </Field>
        <Field label="Severity">
          <Select
            options={severityOptions}
            value={incident.severity}
            disabled={mayWrite !== undefined}
            onValueChange={(severity: Severity) =>
              change.mutate({ method: "PATCH", path: `/incidents/${incident.id}`, body: { severity } })
            }
          />
        </Field>
      </FieldGroup>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-body">
        <Fact term="Opened" at={incident.openedAt} />
        <Fact term="Acknowledged" at={incident.acknowledgedAt} />
        <Fact term="Resolved" at={incident.resolvedAt} />
      </dl>
    </Card>
  );
}

function Fact({ term, at }: { term: string; at: string | null }) {
  return (
    <>
      <dt className="text-ink-3">{term}</dt>
      <dd className="text-right text-ink-1">{at ? <Time at={at} format="absolute" /> : "not yet"}</dd>
    </>
  );
}
