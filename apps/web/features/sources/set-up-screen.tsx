"use client";
import { useQuery } from "@tanstack/react-query";
import type { NewApiKey, NewWebhookSecret } from "@triops/domains/api-keys/schemas";
import type { Sender } from "@triops/domains/sources/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { cn } from "@triops/ui/class-names";
import { Notice } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Snippet } from "@triops/ui/snippet";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { CircleCheck, CircleDashed, FileKey, KeyRound } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { sourceArrivals } from "./reads.ts";
import { type SetUp, setUps } from "./set-ups.ts";
import { SourcesTabs } from "./sources-tabs.tsx";

const placeholder = "<key>";
const secretPlaceholder = "<secret>";

/** How to connect: one set-up per tool, each turning live with its first data. */
export function SetUpScreen() {
  const [tool, setTool] = useQueryState("tool", parseAsString.withDefault("javascript"));
  const arrivals = useQuery({ ...sourceArrivals(), refetchInterval: 4_000 });
  const [made, setMade] = useState<NewApiKey | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const chosen = setUps.find((one) => one.id === tool) ?? setUps[0];
  const seen = arrivals.data?.data ?? [];
  const live = setUps.filter((one) => firstOf(one, seen)).length;
  if (!chosen) return null;
  return (
    <>
      <CrumbLabel>Set up</CrumbLabel>
      <PageHeader
        title="Sources"
        answer={
          arrivals.data
            ? live === 0
              ? "Nothing of your own arrives yet: choose a tool, paste, and this page turns live."
              : `${live} of ${setUps.length} ways in have been used in the last day.`
            : undefined
        }
        tabs={<SourcesTabs />}
      />
      <PageBody className="grid items-start gap-4 pt-4 md:grid-cols-[13rem_minmax(0,1fr)]">
        <nav aria-label="Tools" className="flex gap-1 overflow-x-auto md:flex-col">
          {setUps.map((one) => (
            <button
              key={one.id}
              type="button"
              aria-current={one.id === chosen.id ? "true" : undefined}
              onClick={() => void setTool(one.id)}
              className={cn(
                "flex h-control shrink-0 items-center justify-between gap-2 rounded-control px-3 text-left text-body text-ink-2 hover:bg-sunken",
                one.id === chosen.id && "bg-sunken font-medium text-ink-1",
              )}
            >
              {one.label}
              {firstOf(one, seen) && (
                <CircleCheck aria-label="receiving" className="size-4 shrink-0 text-ok" />
              )}
            </button>
          ))}
        </nav>
        <div className="flex min-w-0 flex-col gap-4">
          <Arrival setUp={chosen} seen={seen} />
          <Card title={chosen.label}>
            <p className="mb-4 text-body text-ink-2">{chosen.gives}</p>
            <Steps
              setUp={chosen}
              keyText={made?.key ?? placeholder}
              secretText={secret ?? secretPlaceholder}
            />
            {chosen.note && <p className="mt-3 text-dense text-ink-3">{chosen.note}</p>}
            {chosen.id === "node-exporter" && (
              <p className="mt-3 text-body">
                <TextLink href={paths.targets()}>Scrape targets</TextLink>
              </p>
            )}
          </Card>
          {chosen.id !== "node-exporter" && <KeyCard made={made} onMade={setMade} />}
          {chosen.id === "github" && made && <SecretCard apiKey={made} secret={secret} onMade={setSecret} />}
        </div>
      </PageBody>
    </>
  );
}

type StepsProps = { setUp: SetUp; keyText: string; secretText: string };

function Steps({ setUp, keyText, secretText }: StepsProps) {
  const { gatewayUrl } = useMe();
  return (
    <ol className="flex flex-col gap-4">
      {setUp.steps(gatewayUrl, keyText, secretText).map(({ label, code }) => (
        <li key={label} className="flex min-w-0 flex-col gap-1.5">
          <span className="text-body font-medium text-ink-1">{label}</span>
          <Snippet label={label} code={code} />
        </li>
      ))}
    </ol>
  );
}

function Arrival({ setUp, seen }: { setUp: SetUp; seen: readonly Sender[] }) {
  const first = firstOf(setUp, seen);
  if (!first) {
    return (
      <Notice role="status" icon={<CircleDashed aria-hidden="true" />}>
        Waiting for the first data of this kind. This page notices by itself.
      </Notice>
    );
  }
  const last = seen
    .filter(setUp.isFrom)
    .map(({ lastSeen }) => lastSeen)
    .sort()
    .at(-1);
  return (
    <Notice role="status" tone="info" icon={<CircleCheck aria-hidden="true" />}>
      Receiving since <Time at={first} format="absolute" />, last <Time at={last ?? first} />.{" "}
      <TextLink href={paths.sources()}>See the senders</TextLink>
    </Notice>
  );
}

/** A key to paste, made here and shown this once. */
function KeyCard({ made, onMade }: { made: NewApiKey | null; onMade: (made: NewApiKey) => void }) {
  const change = useChange<NewApiKey>("api-keys");
  const refusal = useRefusal("api-keys:admin");
  if (made) {
    return (
      <Notice tone="warning" icon={<KeyRound aria-hidden="true" />}>
        The key “{made.name}” is filled in above. It is shown this once: copy before you leave this page.
      </Notice>
    );
  }
  return (
    <Card title="The key">
      <p className="mb-3 text-body text-ink-2">
        Put a key with the scope “ingest” in place of{" "}
        <code className="font-mono text-dense">{placeholder}</code>, or make one now and it is filled in.
      </p>
      <Button
        icon={<KeyRound aria-hidden="true" />}
        disabledReason={refusal}
        loading={change.isPending}
        onClick={() =>
          change.mutate({
            path: "/api-keys",
            body: {
              name: `Set-up of ${new Date().toISOString().slice(0, 16).replace("T", " ")}`,
              scopes: ["ingest"],
            },
            done: "Key made",
            onDone: onMade,
          })
        }
      >
        Make a key
      </Button>
    </Card>
  );
}

type SecretCardProps = { apiKey: NewApiKey; secret: string | null; onMade: (secret: string) => void };

/** What GitHub signs with, made for the key above and shown this once. */
function SecretCard({ apiKey, secret, onMade }: SecretCardProps) {
  const change = useChange<NewWebhookSecret>("api-keys");
  if (secret !== null) {
    return (
      <Notice tone="warning" icon={<FileKey aria-hidden="true" />}>
        The secret is filled in above. It is shown this once; unsigned events from GitHub are refused now.
      </Notice>
    );
  }
  return (
    <Card title="The secret">
      <p className="mb-3 text-body text-ink-2">
        With a secret of its own the key proves who sends, and the secret that the event is from GitHub. For a
        key you have already, make it in <TextLink href={paths.apiKeys()}>Settings</TextLink>.
      </p>
      <Button
        icon={<FileKey aria-hidden="true" />}
        loading={change.isPending}
        onClick={() =>
          change.mutate({
            path: `/api-keys/${apiKey.id}/webhook-secret`,
            done: "Secret made",
            onDone: (made) => onMade(made.secret),
          })
        }
      >
        Make a secret
      </Button>
    </Card>
  );
}

/** When data of this kind was first seen in the last day. */
function firstOf(setUp: SetUp, seen: readonly Sender[]): string | null {
  const times = seen.filter(setUp.isFrom).map(({ firstSeen }) => firstSeen);
  return times.sort()[0] ?? null;
}
