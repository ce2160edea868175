"use client";
import { Badge } from "@triops/ui/badge";
import { Card } from "@triops/ui/card";
import { Snippet } from "@triops/ui/snippet";
import { fieldsOf, type SignatureField, shapeText } from "./signature.ts";

type SignatureCardProps = {
  signature: { inputs: unknown; outputs: unknown; params: unknown } | null;
  inputExample: unknown;
};

const exampleCharsMax = 4_000;

/** What the model takes and gives, as it was logged with it. */
export function SignatureCard({ signature, inputExample }: SignatureCardProps) {
  const parts = signature
    ? ([
        ["Inputs", fieldsOf(signature.inputs)],
        ["Outputs", fieldsOf(signature.outputs)],
        ["Parameters", fieldsOf(signature.params)],
      ] as const)
    : [];
  const filled = parts.filter(([, fields]) => fields.length > 0);
  return (
    <Card title="Signature">
      {filled.length === 0 ? (
        <p className="text-body text-ink-3">
          This version was logged without a signature: requests to it cannot be checked, and versions cannot
          be compared for compatibility. Pass <code className="font-mono">signature=</code> or{" "}
          <code className="font-mono">input_example=</code> to log_model.
        </p>
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
          {filled.map(([title, fields]) => (
            <Fields key={title} title={title} fields={fields} />
          ))}
        </div>
      )}
      {inputExample !== null && inputExample !== undefined && (
        <details className="mt-3">
          <summary className="cursor-pointer text-body font-medium text-ink-2">Input example</summary>
          <Snippet label="Input example" code={exampleText(inputExample)} className="mt-2" />
        </details>
      )}
    </Card>
  );
}

function exampleText(example: unknown): string {
  const text = typeof example === "string" ? example : JSON.stringify(example, null, 2);
  return text.length > exampleCharsMax
    ? `${text.slice(0, exampleCharsMax)}\n… ${text.length} characters`
    : text;
}

function Fields({ title, fields }: { title: string; fields: readonly SignatureField[] }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1 text-body font-semibold text-ink-1">
        {title} <span className="font-normal text-dense text-ink-3">{fields.length}</span>
      </h3>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <div tabIndex={0} className="max-h-72 overflow-y-auto">
        <ul className="flex flex-col">
          {fields.map((field, index) => (
            <li
              key={field.name ?? index}
              className="flex items-baseline justify-between gap-3 border-line-subtle border-t py-1 text-body first:border-t-0"
            >
              <span className="min-w-0 truncate font-mono text-dense text-ink-1">
                {field.name ?? "(unnamed)"}
              </span>
              <span className="flex shrink-0 items-baseline gap-1.5 font-mono text-dense text-ink-3">
                {field.type}
                {field.shape && ` ${shapeText(field.shape)}`}
                {!field.required && <Badge tone="outline">optional</Badge>}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
