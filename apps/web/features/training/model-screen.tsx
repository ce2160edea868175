"use client";
import { useQuery } from "@tanstack/react-query";
import type { LoggedModel } from "@triops/domains/training/schemas";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText, Snippet } from "@triops/ui/snippet";
import { TabLinks } from "@triops/ui/tabs";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatCount, formatExact } from "@triops/ui/units";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { ArtifactsView } from "./artifacts-view.tsx";
import { figureText, numberOf } from "./figures.ts";
import { ModelMark, Registrations } from "./model-columns.tsx";
import { loggedModelById } from "./reads.ts";
import { PairsCard } from "./run-facts.tsx";

const tabs = ["overview", "artifacts"] as const;
const labels = { overview: "Overview", artifacts: "Artifacts" } as const;

/** A model as a run left it: what it scored, its files, and where it stands in the registry. */
export function ModelScreen({ id }: { id: string }) {
  const query = useQuery(loggedModelById(id));
  const [tab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("overview"));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const model = query.data;
  if (!model) return <SkeletonRows label="Loading the model" />;
  return (
    <>
      <CrumbLabel>{model.name}</CrumbLabel>
      <PageHeader
        title={model.name}
        badges={<ModelMark status={model.status} />}
        answer={answerFor(model)}
        facts={
          <>
            {model.modelType && <span>{model.modelType}</span>}
            <span>
              Logged <Time at={model.createdAt} />
            </span>
            {model.sourceRunId && (
              <span>
                by <TextLink href={paths.run(model.sourceRunId)}>its run</TextLink> in{" "}
                <TextLink href={paths.experiment(model.experimentId)}>its experiment</TextLink>
              </span>
            )}
            <span className="flex min-w-0 items-center gap-1">
              Id <CopyText value={model.id} label="model id" />
            </span>
          </>
        }
        tabs={
          <TabLinks
            label="Of this model"
            items={tabs.map((value) => ({
              href: paths.loggedModel(id, value === "overview" ? {} : { tab: value }),
              label: labels[value],
              active: tab === value,
            }))}
          />
        }
      />
      <PageBody className="pt-4">
        {tab === "overview" ? (
          <Overview model={model} />
        ) : (
          <ArtifactsView owner={{ modelId: id }} artifactUri={model.artifactUri} />
        )}
      </PageBody>
    </>
  );
}

function answerFor(model: LoggedModel): string {
  const [first] = model.registrations;
  if (model.status === "LOGGED_MODEL_UPLOAD_FAILED") return "Its files did not all arrive; log it again.";
  if (first) return `Registered as ${first.name}, version ${first.version}.`;
  return "Not registered yet.";
}

function Overview({ model }: { model: LoggedModel }) {
  return (
    <>
      {model.statusMessage && <Notice tone="warning">{model.statusMessage}</Notice>}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card flush title="Metrics" aside={formatCount(model.metrics.length)}>
          {model.metrics.length === 0 ? (
            <p className="px-3 py-3 text-body text-ink-3">None were logged for this model.</p>
          ) : (
            <table className="w-full text-body tabular-nums">
              <caption className="sr-only">Metrics of the model</caption>
              <tbody>
                {model.metrics.map((metric) => (
                  <tr
                    key={`${metric.key} ${metric.datasetName} ${metric.runId}`}
                    className="border-line-subtle border-t first:border-t-0"
                  >
                    <th scope="row" className="break-words px-3 py-1.5 text-left font-normal text-ink-2">
                      {metric.key}
                      {metric.datasetName && <span className="text-ink-3"> on {metric.datasetName}</span>}
                    </th>
                    <td
                      className="px-3 py-1.5 text-right font-medium text-ink-1"
                      title={formatExact(numberOf(metric.value))}
                    >
                      {figureText(metric.value)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Card>
        <Card title="Registry">
          <p className="text-body">
            <Registrations model={model} />
          </p>
          {model.registrations.length === 0 && model.status === "LOGGED_MODEL_READY" && (
            <Snippet
              label="Register this model"
              className="mt-3"
              code={`import mlflow\nmlflow.register_model("models:/${model.id}", "my-model")`}
            />
          )}
        </Card>
        <PairsCard title="Params" pairs={model.params} />
        <PairsCard title="Tags" pairs={model.tags} />
      </div>
    </>
  );
}
