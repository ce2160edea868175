import { Badge } from "@triops/ui/badge";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Snippet } from "@triops/ui/snippet";
import type { Chapter, Field, Operation } from "../../api/openapi.ts";
import { curlOf } from "./curl.ts";

/** The JSON API for people: the same description that `/api/v1/openapi.json` serves to programs. */
export function ApiDocs({ chapters, webUrl }: { chapters: readonly Chapter[]; webUrl: string }) {
  return (
    <main className="mx-auto flex w-full max-w-6xl flex-col lg:flex-row">
      <nav
        aria-label="Nouns"
        className="shrink-0 px-gutter pt-6 lg:sticky lg:top-0 lg:h-dvh lg:w-52 lg:overflow-y-auto"
      >
        <p className="text-dense font-medium text-ink-3">JSON API</p>
        <ul className="mt-2 flex flex-wrap gap-x-3 gap-y-1 lg:flex-col">
          {chapters.map(({ noun, title }) => (
            <li key={noun}>
              <a href={`#${noun}`} className="text-body text-accent underline-offset-2 hover:underline">
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-w-0 flex-1">
        <PageHeader
          title="JSON API"
          answer="Everything the dashboard does, over HTTP. Make a key under Settings, API keys, and send it as a bearer token."
          facts={
            <a href="/api/v1/openapi.json" className="text-accent underline">
              OpenAPI 3.1 document
            </a>
          }
        />
        <PageBody className="gap-8">
          <Basics webUrl={webUrl} />
          {chapters.map((chapter) => (
            <section key={chapter.noun} id={chapter.noun} className="flex flex-col gap-4 scroll-mt-4">
              <div>
                <h2 className="text-page font-semibold text-ink-1">{chapter.title}</h2>
                <p className="text-form text-ink-2">{chapter.description}</p>
              </div>
              {chapter.operations.map((operation) => (
                <OperationCard key={operation.id} operation={operation} webUrl={webUrl} />
              ))}
            </section>
          ))}
        </PageBody>
      </div>
    </main>
  );
}

function Basics({ webUrl }: { webUrl: string }) {
  return (
    <section className="flex flex-col gap-3">
      <Snippet
        label="First call"
        code={`export TRIOPS_KEY=tri_…\ncurl -H "authorization: Bearer $TRIOPS_KEY" "${webUrl}/api/v1/incidents?state=active"`}
      />
      <ul className="list-disc space-y-1 pl-5 text-form text-ink-2">
        <li>
          Lists answer with data and nextCursor; pass that as cursor for the next page (limit up to 200).
        </li>
        <li>Ids are UUIDv7, times ISO-8601 in UTC, money a decimal string in US dollars.</li>
        <li>
          A change that carries an Idempotency-Key header may be repeated safely: the same key gets the same
          answer for a day.
        </li>
        <li>
          Errors carry a code, a text for people and the request's id. 401: no or an unknown key. 403: the key
          lacks the scope. 404: not there, or not yours. 429 and 503 say when to try again.
        </li>
      </ul>
    </section>
  );
}

function OperationCard({ operation, webUrl }: { operation: Operation; webUrl: string }) {
  return (
    <article className="flex min-w-0 flex-col gap-3 rounded-card border border-line-subtle p-4">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="accent" mono>
          {operation.method}
        </Badge>
        <code className="font-mono text-form break-all text-ink-1">/api/v1{operation.path}</code>
      </div>
      <p className="text-form text-ink-2">
        {operation.summary}. Needs {operation.permission.split(":")[1]}.
      </p>
      {operation.fields.length > 0 && <Fields fields={operation.fields} id={operation.id} />}
      <Snippet label={`Call of ${operation.id}`} code={curlOf(webUrl, operation)} />
    </article>
  );
}

function Fields({ fields, id }: { fields: readonly Field[]; id: string }) {
  return (
    // A scrolling region must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section tabIndex={0} aria-label={`Fields of ${id}`} className="overflow-x-auto">
      <table className="w-full text-left text-body">
        <thead className="text-ink-3">
          <tr>
            <th className="py-1 pr-4 font-medium">Field</th>
            <th className="py-1 pr-4 font-medium">In</th>
            <th className="py-1 pr-4 font-medium">Type</th>
            <th className="py-1 font-medium">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.name} className="border-t border-line-subtle align-top">
              <td className="py-1 pr-4 font-mono text-ink-1">
                {field.name}
                {field.required && <span className="text-ink-3"> (required)</span>}
              </td>
              <td className="py-1 pr-4 text-ink-2">{field.place}</td>
              <td className="py-1 pr-4 font-mono text-dense text-ink-2">{field.type}</td>
              <td className="py-1 text-ink-2">{field.description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
