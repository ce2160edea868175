"use client";
import { useQuery } from "@tanstack/react-query";
import type { Score } from "@triops/domains/scores/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Textarea } from "@triops/ui/textarea";
import { useId, useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { scoreNames } from "./reads.ts";

const kinds = [
  { value: "numeric" as const, label: "Number" },
  { value: "boolean" as const, label: "Yes or no" },
  { value: "categorical" as const, label: "Choice" },
];
const answers = [
  { value: "yes" as const, label: "Yes" },
  { value: "no" as const, label: "No" },
];
type Kind = (typeof kinds)[number]["value"];

/** What is scored. */
export type Scored = { traceId: string } | { session: string };
type ScoreDialogProps = { about: Scored; at: string; onClose: () => void };

/** Says what somebody thinks of a trace or a session, as a number, yes or no, or a word. */
export function ScoreDialog({ about, at, onClose }: ScoreDialogProps) {
  const change = useChange<Score>("scores");
  const names = useQuery(scoreNames());
  const listId = useId();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Kind>("numeric");
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState<"yes" | "no">("yes");
  const [comment, setComment] = useState("");
  const known = names.data?.data.find((each) => each.name === name);
  const value = kind === "boolean" ? answer === "yes" : kind === "numeric" ? Number(text) : text.trim();
  const missing =
    name.trim() === ""
      ? "Name what is scored"
      : kind !== "boolean" && text.trim() === ""
        ? "Give a value"
        : kind === "numeric" && !Number.isFinite(Number(text))
          ? "That is no number"
          : undefined;
  const faultOf = (field: string) => change.error?.fields.find(({ path }) => path.startsWith(field))?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={"session" in about ? "Score this session" : "Score this trace"}
      onSubmit={() =>
        missing === undefined &&
        change.mutate({
          path: "/scores",
          body: { ...about, at, name: name.trim(), value, kind, comment },
          done: "Scored",
          onDone: onClose,
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending} disabledReason={missing}>
            Save score
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Name" hint="What is judged: correctness, tone" error={faultOf("name")}>
          <Input
            value={name}
            list={listId}
            maxLength={100}
            onChange={(event) => {
              setName(event.target.value);
              const found = names.data?.data.find((each) => each.name === event.target.value);
              if (found) setKind(found.kind);
            }}
          />
        </Field>
        <datalist id={listId}>
          {names.data?.data.map((each) => (
            <option key={`${each.name} ${each.kind}`} value={each.name} />
          ))}
        </datalist>
        <Segmented label="Kind" options={kinds} value={kind} onValueChange={setKind} />
        {kind === "boolean" ? (
          <Segmented label="Answer" options={answers} value={answer} onValueChange={setAnswer} />
        ) : (
          <Field
            label="Value"
            hint={
              kind === "numeric" && known?.mean != null
                ? `So far ${known.count} scores, ${known.mean.toLocaleString("en-GB", { maximumSignificantDigits: 3 })} on average`
                : undefined
            }
            error={faultOf("value")}
          >
            <Input
              value={text}
              inputMode={kind === "numeric" ? "decimal" : "text"}
              maxLength={200}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
        )}
        <Field label="Comment" error={faultOf("comment")}>
          <Textarea value={comment} maxLength={4_000} onChange={(event) => setComment(event.target.value)} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
