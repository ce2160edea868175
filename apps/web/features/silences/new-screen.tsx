"use client";
import { useNow } from "@triops/ui/now";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { useZone } from "@triops/ui/zone";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { conditionsOf } from "../alerts/filters.ts";
import { newDraft } from "./draft.ts";
import { SilenceForm } from "./silence-form.tsx";

export function NewSilence() {
  const router = useRouter();
  const { zone } = useZone();
  const now = useNow();
  const [where] = useQueryState("where", parseAsString.withDefault(""));
  const [initial] = useState(() => newDraft(conditionsOf(where), now, zone));
  return (
    <>
      <CrumbLabel>New silence</CrumbLabel>
      <PageHeader
        title="New silence"
        answer="Alerts that match stay visible, and call nobody until it ends."
      />
      <PageBody>
        <SilenceForm
          initial={initial}
          silence={null}
          onDone={(made) => router.push(paths.silence(made.id))}
        />
      </PageBody>
    </>
  );
}
