"use client";
import { webhookEvents } from "@triops/domains/webhooks/rules";
import type { Webhook } from "@triops/domains/webhooks/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";
import { useChange } from "../../../data/mutate.ts";
import { eventText } from "./words.ts";

type WebhookDialogProps = { webhook?: Webhook; onClose: () => void; onDone?: (id: string) => void };

export function WebhookDialog({ webhook, onClose, onDone }: WebhookDialogProps) {
  const change = useChange<Webhook>("webhooks");
  const [name, setName] = useState(webhook?.name ?? "");
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [secret, setSecret] = useState("");
  const [events, setEvents] = useState<readonly string[]>(webhook?.events ?? ["MODEL_VERSION.CREATED"]);
  const faultOf = (field: string) =>
    change.error?.fields.find((fault) => fault.path.startsWith(field))?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={webhook ? `Change ${webhook.name}` : "Add a webhook"}
      onSubmit={() =>
        change.mutate({
          method: webhook ? "PATCH" : "POST",
          path: webhook ? `/webhooks/${webhook.id}` : "/webhooks",
          body: { name, url, events, ...(secret === "" ? {} : { secret }) },
          done: webhook ? "Saved" : "Webhook added",
          onDone: (made) => {
            onClose();
            onDone?.(made.id);
          },
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            {webhook ? "Save" : "Add webhook"}
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Name" required error={faultOf("name")}>
          <Input
            value={name}
            maxLength={63}
            placeholder="ci"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Address" required error={faultOf("url")}>
          <Input
            value={url}
            maxLength={500}
            placeholder="https://ci.example/hook"
            onChange={(event) => setUrl(event.target.value)}
          />
        </Field>
        <Field
          label="Secret"
          hint={
            webhook?.hasSecret
              ? "Leave it empty to keep the one it has"
              : "Signs every message; never shown again"
          }
          error={faultOf("secret")}
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={secret}
            maxLength={1_000}
            onChange={(event) => setSecret(event.target.value)}
          />
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-body font-medium text-ink-1">Events</legend>
          {webhookEvents.map((event) => (
            <Checkbox
              key={event}
              label={eventText(event)}
              checked={events.includes(event)}
              onCheckedChange={(on) =>
                setEvents(on ? [...events, event] : events.filter((chosen) => chosen !== event))
              }
            />
          ))}
          {faultOf("events") && <p className="text-dense text-sev1-text">{faultOf("events")}</p>}
        </fieldset>
      </FieldGroup>
    </Dialog>
  );
}
