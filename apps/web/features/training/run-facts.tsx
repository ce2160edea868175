"use client";
import type { Dataset, LatestMetric, RunDetail } from "@triops/domains/training/schemas";
import { Card } from "@triops/ui/card";
import { EmptyFilter } from "@triops/ui/data-states";
import { Input } from "@triops/ui/input";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatCount, formatExact } from "@triops/ui/units";
import { useState } from "react";
import { paths } from "../../shell/paths.ts";
import { figureText, numberOf } from "./figures.ts";
import { isOwnTag } from "./run-keys.ts";

/** More pairs than this get a search of their own. */
const searchFrom = 12;
const byName = new Intl.Collator("en", { numeric: true });

/** Names with their texts: params, tags. */
export function PairsCard({ title, pairs }: { title: string; pairs: Readonly<Record<string, string>> }) {
  const [search, setSearch] = useState("");
  const all = Object.entries(pairs).sort(
    (a, b) => Number(isOwnTag(a[0])) - Number(isOwnTag(b[0])) || byName.compare(a[0], b[0]),
  );
  const shown = all.filter(([key, value]) => `${key} ${value}`.toLowerCase().includes(search.toLowerCase()));
  return (
    <Card
      flush
      title={title}
      aside={formatCount(all.length)}
      actions={
        all.length > searchFrom && (
          <Input
            type="search"
            aria-label={`Search ${title.toLowerCase()}`}
            placeholder="Search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="h-7 w-36"
          />
        )
      }
    >
      {all.length === 0 ? (
        <p className="px-3 py-3 text-body text-ink-3">None were logged.</p>
      ) : shown.length === 0 ? (
        <EmptyFilter title="Nothing of this name" onClear={() => setSearch("")} />
      ) : (
        <dl className="max-h-112 overflow-y-auto text-body">
          {shown.map(([key, value]) => (
            <div
              key={key}
              className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3 border-line-subtle border-t px-3 py-1.5 first:border-t-0"
            >
              <dt className="break-words text-ink-3">{key}</dt>
              <dd className="whitespace-pre-wrap break-words font-mono text-dense text-ink-1">
                {value === "" ? <span className="text-ink-3">(empty)</span> : value}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

/** The newest value of each metric; the curve is one click away. */
export function MetricsCard({
  runId,
  metrics,
}: {
  runId: string;
  metrics: Readonly<Record<string, LatestMetric>>;
}) {
  const all = Object.entries(metrics).sort((a, b) => byName.compare(a[0], b[0]));
  return (
    <Card flush title="Metrics" aside={`${formatCount(all.length)}, newest values`}>
      {all.length === 0 ? (
        <p className="px-3 py-3 text-body text-ink-3">None were logged.</p>
      ) : (
        <div className="max-h-112 overflow-y-auto">
          <table className="w-full text-body tabular-nums">
            <caption className="sr-only">Metrics</caption>
            <thead className="sr-only">
              <tr>
                <th scope="col">Metric</th>
                <th scope="col">Value</th>
                <th scope="col">Step</th>
              </tr>
            </thead>
            <tbody>
              {all.map(([key, { value, step }]) => (
                <tr key={key} className="border-line-subtle border-t first:border-t-0">
                  <th scope="row" className="break-words px-3 py-1.5 text-left font-normal">
                    <TextLink href={paths.run(runId, { tab: "charts", search: key })}>{key}</TextLink>
                  </th>
                  <td
                    className="px-3 py-1.5 text-right font-medium text-ink-1"
                    title={formatExact(numberOf(value))}
                  >
                    {figureText(value)}
                  </td>
                  <td className="w-24 px-3 py-1.5 text-right text-dense text-ink-3">
                    step {formatCount(step)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

/** What the run read, with what the client knew of it. */
export function DatasetsCard({ datasets }: { datasets: readonly Dataset[] }) {
  if (datasets.length === 0) return null;
  return (
    <Card title="Data sets" aside={formatCount(datasets.length)}>
      <ul className="flex flex-col gap-3">
        {datasets.map((dataset) => (
          <li key={`${dataset.name} ${dataset.digest} ${dataset.context}`} className="text-body">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium text-ink-1">{dataset.name}</span>
              {dataset.context && <span className="text-ink-2">for {dataset.context}</span>}
              <span className="font-mono text-dense text-ink-3">{dataset.digest}</span>
            </p>
            <p className="break-all text-dense text-ink-3">
              {dataset.sourceType}: {dataset.source}
            </p>
            {[
              { word: "Schema", text: dataset.schema },
              { word: "Profile", text: dataset.profile },
            ].map(
              ({ word, text }) =>
                text && (
                  <details key={word} className="mt-1">
                    <summary className="w-fit text-dense text-ink-2">{word}</summary>
                    <pre className="mt-1 max-h-48 overflow-auto rounded-control bg-raised p-2 font-mono text-dense text-ink-1">
                      {text.slice(0, profileCharsMax)}
                    </pre>
                  </details>
                ),
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** MLflow allows 16 MB; nobody reads more than this in a card. */
const profileCharsMax = 20_000;

/** Logged models it started from and left behind. */
export function RunModelsCard({ run }: { run: RunDetail }) {
  if (run.inputModelIds.length + run.outputModels.length === 0) return null;
  return (
    <Card title="Models">
      <ul className="flex flex-col gap-1.5 text-body">
        {run.outputModels.map(({ modelId, step }) => (
          <li key={`out ${modelId} ${step}`}>
            Logged <TextLink href={paths.loggedModel(modelId)}>{modelId}</TextLink>
            {step > 0 && <span className="text-ink-3"> at step {formatCount(step)}</span>}
          </li>
        ))}
        {run.inputModelIds.map((modelId) => (
          <li key={`in ${modelId}`}>
            Read <TextLink href={paths.loggedModel(modelId)}>{modelId}</TextLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** When and how long, in one line. */
export function RunTimes({ run }: { run: Pick<RunDetail, "startedAt" | "userName"> }) {
  return (
    <>
      {run.startedAt && (
        <span>
          Started <Time at={run.startedAt} />
        </span>
      )}
      {run.userName && <span>by {run.userName}</span>}
    </>
  );
}
