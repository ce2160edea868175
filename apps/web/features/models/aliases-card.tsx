"use client";
import type { Model, ModelAlias } from "@triops/domains/models/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { ConfirmDialog } from "@triops/ui/dialog";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";
import { AliasBadge } from "./alias-badge.tsx";

const AliasDialog = lazy(async () => ({ default: (await import("./alias-dialog.tsx")).AliasDialog }));

const byPromotion = "Protected: ask for a promotion instead";

/** Names that point at versions. Protected ones move by a promotion only; the others here. */
export function AliasesCard({ model }: { model: Model }) {
  const mayWrite = useRefusal("models:write");
  const [setting, setSetting] = useState(false);
  const [dropping, setDropping] = useState<ModelAlias | null>(null);
  const change = useChange("models");
  const why = mayWrite ?? (model.latestVersion ? undefined : "There is no version to point at");
  return (
    <Card
      title="Aliases"
      actions={
        <Button size="sm" variant="ghost" disabledReason={why} onClick={() => setSetting(true)}>
          Set alias
        </Button>
      }
    >
      {model.aliases.length === 0 ? (
        <p className="text-body text-ink-3">
          None. An alias such as champion names a version, so that clients load{" "}
          <code className="break-all font-mono">models:/{model.name}@champion</code>.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {model.aliases.map((alias) => (
            <li key={alias.alias} className="flex items-start justify-between gap-2 text-body">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-1.5">
                  <AliasBadge alias={alias.alias} guarded={alias.protected} />
                  <TextLink href={paths.modelVersion(model.name, alias.version)} className="tabular-nums">
                    Version {alias.version}
                  </TextLink>
                </p>
                <p className="text-dense text-ink-3">
                  since <Time at={alias.movedAt} />, by {alias.movedByName}
                </p>
              </div>
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Remove alias ${alias.alias}`}
                icon={<X aria-hidden="true" />}
                disabledReason={mayWrite ?? (alias.protected ? byPromotion : undefined)}
                onClick={() => setDropping(alias)}
              />
            </li>
          ))}
        </ul>
      )}
      {setting && (
        <Suspense>
          <AliasDialog model={model} onClose={() => setSetting(false)} />
        </Suspense>
      )}
      <ConfirmDialog
        open={dropping !== null}
        onOpenChange={(open) => !open && setDropping(null)}
        title={`Remove the alias ${dropping?.alias ?? ""}?`}
        confirmLabel="Remove alias"
        pending={change.isPending}
        onConfirm={() => {
          if (!dropping) return;
          change.mutate({
            path: `/models/${model.id}/drop-alias`,
            body: { alias: dropping.alias },
            done: "Alias removed",
            onDone: () => setDropping(null),
          });
        }}
      >
        Clients that load the model by this alias find nothing until it is set again.
      </ConfirmDialog>
    </Card>
  );
}
