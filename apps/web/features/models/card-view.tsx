"use client";
import { useQuery } from "@tanstack/react-query";
import type { Model, Card as ModelCard } from "@triops/domains/models/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Field } from "@triops/ui/field";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Textarea } from "@triops/ui/textarea";
import { Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { modelCard } from "./reads.ts";

const PlainMarkdown = lazy(async () => ({
  default: (await import("../dashboards/panels/plain-markdown.tsx")).PlainMarkdown,
}));

const outline = `## What it is for

## What it must not be used for

## How it was evaluated

## Known weaknesses
`;

/** What people wrote about the model, then what Triops knows of it by itself. */
export function CardView({ model }: { model: Model }) {
  const query = useQuery(modelCard(model.id));
  const mayWrite = useRefusal("models:write");
  const [editing, setEditing] = useState(false);
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return fault;
  const card = query.data;
  if (!card) return <SkeletonRows rows={3} label="Loading the card" />;
  return (
    <div className="grid max-w-5xl gap-4">
      {editing ? (
        <Editor model={model} card={card} onClose={() => setEditing(false)} />
      ) : (
        <Card
          title="Model card"
          actions={
            <Button
              size="sm"
              icon={<Pencil aria-hidden="true" />}
              disabledReason={mayWrite}
              onClick={() => setEditing(true)}
            >
              {card.text === "" ? "Write card" : "Edit card"}
            </Button>
          }
        >
          {card.text === "" ? (
            <p className="text-body text-ink-3">
              Nobody has written about this model yet: what it is for, what it must not be used for, how it
              was evaluated. The sections below fill by themselves.
            </p>
          ) : (
            <Suspense fallback={<SkeletonRows rows={3} label="Loading the text" />}>
              <PlainMarkdown text={card.text} />
            </Suspense>
          )}
        </Card>
      )}
      {card.generated.map((section) => (
        <Generated key={section.key} section={section} />
      ))}
    </div>
  );
}

function Editor({ model, card, onClose }: { model: Model; card: ModelCard; onClose: () => void }) {
  const change = useChange<ModelCard>("models");
  // What is edited is what was read when the editor opened: a save of somebody else's since then is refused.
  const [began] = useState(card.revision);
  const [text, setText] = useState(card.text === "" ? outline : card.text);
  return (
    <Card title="Model card">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({
            path: `/models/${model.id}/card`,
            body: { text, revision: began },
            done: "Card saved",
            onDone: onClose,
          });
        }}
      >
        <Field label="Text" hint="Markdown" error={change.error?.fields[0]?.message}>
          <Textarea
            mono
            rows={16}
            value={text}
            maxLength={200_000}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Save card
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Generated({ section }: { section: ModelCard["generated"][number] }) {
  const [head = [], ...rows] = section.rows;
  return (
    <Card title={section.title} aside="kept by Triops" flush={rows.length > 0}>
      {rows.length === 0 ? (
        <p className="text-body text-ink-3">{section.empty}</p>
      ) : (
        // A scrolling region must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        <section tabIndex={0} aria-label={section.title} className="overflow-x-auto">
          <table className="w-full text-left text-body">
            <thead>
              <tr>
                {head.map((name, index) => (
                  <th key={`${index} ${name}`} scope="col" className="px-3 py-1.5 font-medium text-ink-3">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={`${at} ${row[0] ?? ""}`} className="border-line-subtle border-t">
                  {row.map((cell, index) => (
                    <td key={`${index} ${cell}`} className="px-3 py-1.5 text-ink-1 tabular-nums">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
}
