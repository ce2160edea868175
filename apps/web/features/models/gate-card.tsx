"use client";
import { useQuery } from "@tanstack/react-query";
import type { Gate, Model } from "@triops/domains/models/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Facts } from "@triops/ui/facts";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { checkWords } from "./gate-words.ts";
import { modelGate } from "./reads.ts";

const GateDialog = lazy(async () => ({ default: (await import("./gate-dialog.tsx")).GateDialog }));

/** What stands between a version and a protected alias. */
export function GateCard({ model }: { model: Model }) {
  const query = useQuery(modelGate(model.id));
  const mayOwn = useRefusal("models:own");
  const [editing, setEditing] = useState(false);
  const gate = query.data;
  return (
    <Card
      title="Promotion rules"
      actions={
        <Button
          size="sm"
          variant="ghost"
          disabledReason={mayOwn ?? (gate ? undefined : "Still loading")}
          onClick={() => setEditing(true)}
        >
          Change rules
        </Button>
      }
    >
      {errorOf(query.error, () => void query.refetch()) ?? (gate && <Rules gate={gate} />)}
      {editing && gate && (
        <Suspense>
          <GateDialog model={model} gate={gate} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </Card>
  );
}

function Rules({ gate }: { gate: Gate }) {
  const asked = checkWords(gate.checks);
  return (
    <>
      <Facts
        items={[
          { label: "Set for", value: gate.scope === "model" ? "This model" : "The workspace" },
          {
            label: "Protected",
            value: gate.protectedAliases.length > 0 ? gate.protectedAliases.join(", ") : "No alias",
          },
        ]}
      />
      <p className="mt-3 mb-1 text-body text-ink-3">A promotion must pass</p>
      <ul className="list-disc pl-4 text-body text-ink-1">
        {asked.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
