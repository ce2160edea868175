"use client";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { columnsMax } from "@triops/domains/prompt-runs/rules";
import type { Session } from "@triops/domains/prompt-runs/schemas";
import { Button } from "@triops/ui/button";
import { Kbd } from "@triops/ui/kbd";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { FolderOpen, Play, Plus, Save, Square } from "lucide-react";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { CrumbLabel } from "../../shell/slots.tsx";
import { routePages } from "../llm-routes/reads.ts";
import { newKey } from "../prompts/draft.ts";
import { promptByName, versionByNumber } from "../prompts/reads.ts";
import {
  type Board,
  boardOf,
  boardVariables,
  type Column,
  emptyBoard,
  emptyColumn,
  letterOf,
  withTools,
  withVersion,
} from "./board.ts";
import { cellKey, cellOf, columnFault, readTools } from "./cells.ts";
import { ColumnCard } from "./column-card.tsx";
import { InputsCard } from "./inputs-card.tsx";
import { sessionById } from "./reads.ts";
import { isGoing } from "./results.ts";
import { ResultsTable } from "./results-table.tsx";
import { ToolsCard } from "./tools-card.tsx";
import { useRuns } from "./use-runs.ts";
import { playgroundAnswer } from "./words.ts";

const SaveVersionDialog = lazy(async () => ({
  default: (await import("./save-version-dialog.tsx")).SaveVersionDialog,
}));
const CodeDialog = lazy(async () => ({ default: (await import("./code-dialog.tsx")).CodeDialog }));
const SessionsDialog = lazy(async () => ({
  default: (await import("./sessions-dialog.tsx")).SessionsDialog,
}));
const SaveSessionDialog = lazy(async () => ({
  default: (await import("./save-session-dialog.tsx")).SaveSessionDialog,
}));

const addressParsers = {
  session: parseAsString,
  prompt: parseAsString,
  version: parseAsInteger,
  against: parseAsInteger,
};

/** Opens what the address names (a session, or versions of a prompt), then hands over to the playground itself. */
export function Playground() {
  const [{ session: sessionId, prompt: name, version, against }] = useQueryStates(addressParsers);
  const session = useQuery({ ...sessionById(sessionId ?? ""), enabled: sessionId !== null });
  const prompt = useQuery({ ...promptByName(name ?? ""), enabled: name !== null && sessionId === null });
  const wanted = version ?? prompt.data?.latest?.version ?? 0;
  const first = useQuery({
    ...versionByNumber(name ?? "", wanted),
    enabled: name !== null && prompt.data !== undefined && wanted > 0,
  });
  const second = useQuery({
    ...versionByNumber(name ?? "", against ?? 0),
    enabled: name !== null && prompt.data !== undefined && against !== null,
  });
  const routes = useInfiniteQuery(routePages({}));
  const routeNames = useMemo(
    () => (routes.data?.pages.flatMap((page) => page.data) ?? []).map((route) => route.name),
    [routes.data],
  );
  // A playground that was just given a name goes on as it is, with what it shows and what runs in it.
  const [kept, setKept] = useState<{ key: string; session: Session } | null>(null);
  const address = sessionId ?? `${name}:${version}:${against}`;
  const keep = (made: Session) => setKept({ key: address, session: made });
  if (kept && kept.session.id === sessionId)
    return (
      <Bench
        key={kept.key}
        opened={session.data ?? kept.session}
        begin={emptyBoard}
        routes={routeNames}
        onKept={keep}
      />
    );
  const asked = sessionId ? [session] : name ? [prompt, first, ...(against === null ? [] : [second])] : [];
  const fault = asked.map((query) => errorOf(query.error, () => void query.refetch())).find(Boolean);
  if (fault) return <PageBody className="pt-6">{fault}</PageBody>;
  if (asked.some((query) => !query.data || query.isPlaceholderData) || (routes.isPending && !routes.error))
    return <SkeletonRows label="Loading the playground" />;
  if (sessionId && session.data) {
    const { content } = session.data;
    return (
      <Bench
        key={address}
        opened={session.data}
        begin={() => boardOf(content)}
        routes={routeNames}
        onKept={keep}
      />
    );
  }
  const columns = [first.data, ...(against === null ? [] : [second.data])].flatMap((one) =>
    one && prompt.data ? [withVersion(firstColumn(routeNames), prompt.data, one, routeNames)] : [],
  );
  const begin = () => ({
    ...emptyBoard(),
    columns: columns.length > 0 ? columns : [firstColumn(routeNames)],
    tools: withTools([], first.data?.config, against === null ? undefined : second.data?.config),
  });
  return <Bench key={address} opened={null} begin={begin} routes={routeNames} onKept={keep} />;
}

/** With the only route there is, if there is only one. */
const firstColumn = (routes: readonly string[]): Column =>
  emptyColumn(routes.length === 1 && routes[0] ? { kind: "route", route: routes[0] } : undefined);

type BenchProps = {
  opened: Session | null;
  /** What it shows at first. */
  begin: () => Board;
  routes: readonly string[];
  /** It was given a name. */
  onKept: (session: Session) => void;
};
type Asking =
  | { what: "version" | "code"; column: string }
  | { what: "sessions" | "save"; column?: never }
  | null;

function Bench({ opened, begin, routes, onKept }: BenchProps) {
  const client = useQueryClient();
  const [, setAddress] = useQueryStates(addressParsers);
  const [board, setBoard] = useState(begin);
  const [saved, setSaved] = useState({ text: textOf(board), revision: opened?.revision ?? 0 });
  const [asking, setAsking] = useState<Asking>(null);
  const change = useChange<Session>("playground-sessions");
  const mayRun = useRefusal("prompt-runs:write");
  const { results, run, stop } = useRuns();
  const { columns, inputs, tools } = board;
  const variables = boardVariables(columns);
  const put = (more: Partial<Board>) => setBoard((now) => ({ ...now, ...more }));
  const putColumn = (id: string, more: Partial<Column>) =>
    setBoard((now) => ({
      ...now,
      columns: now.columns.map((column) => (column.id === id ? { ...column, ...more } : column)),
    }));
  const keysOf = (column: Column) => inputs.map((input) => cellKey(column, input));
  const allKeys = columns.flatMap(keysOf);
  const going = allKeys.some((key) => isGoing(results[key]));
  const toolFault = readTools(tools).fault ?? undefined;
  const ready = columns.filter((column) => columnFault(column) === null);
  const why = mayRun ?? toolFault ?? (ready.length === 0 ? "No column can be run yet" : undefined);
  const runColumns = (chosen: readonly Column[]) => {
    if (why !== undefined) return;
    const cells = chosen
      .filter((column) => columnFault(column) === null)
      .flatMap((column) =>
        inputs
          .filter((input) => !isGoing(results[cellKey(column, input)]))
          .map((input) => cellOf(board, column, input) as { key: string }),
      );
    if (cells.length > 0) run(cells, opened?.id ?? null);
  };
  const runAll = () => runColumns(columns);
  const unsaved = textOf(board) !== saved.text;
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [unsaved]);
  const saveSession = () => {
    if (!opened) return setAsking({ what: "save" });
    change.mutate({
      method: "PATCH",
      path: `/playground-sessions/${opened.id}`,
      body: { content: board, revision: saved.revision },
      done: "Session saved",
      onDone: ({ revision }) => setSaved({ text: textOf(board), revision }),
    });
  };
  const chosen = columns.find(({ id }) => id === asking?.column);
  return (
    <>
      {opened && <CrumbLabel>{opened.name}</CrumbLabel>}
      <PageHeader
        title={opened ? opened.name : "Playground"}
        answer={playgroundAnswer(board, results)}
        actions={
          <>
            <Button icon={<FolderOpen aria-hidden="true" />} onClick={() => setAsking({ what: "sessions" })}>
              Sessions
            </Button>
            <Button
              icon={<Save aria-hidden="true" />}
              loading={change.isPending}
              disabledReason={mayRun ?? (opened && !unsaved ? "Everything is saved" : undefined)}
              onClick={saveSession}
            >
              {opened ? "Save" : "Save session"}
            </Button>
            {going ? (
              <Button icon={<Square aria-hidden="true" />} onClick={() => stop(allKeys)}>
                Stop all
              </Button>
            ) : (
              <Button
                variant="primary"
                icon={<Play aria-hidden="true" />}
                disabledReason={why}
                onClick={runAll}
              >
                Run all <Kbd keys="mod+enter" />
              </Button>
            )}
          </>
        }
      />
      <PageBody>
        <InputsCard
          variables={variables}
          inputs={inputs}
          onChange={(next) => put({ inputs: next })}
          onRun={runAll}
        />
        <section
          aria-label="Columns"
          className="grid snap-x auto-cols-[minmax(min(22rem,86vw),1fr)] grid-flow-col items-stretch gap-4 overflow-x-auto pb-2"
        >
          {columns.map((column, at) => (
            <ColumnCard
              key={column.id}
              column={column}
              letter={letterOf(at)}
              routes={routes}
              result={inputs[0] && results[cellKey(column, inputs[0])]}
              showsResult={inputs.length === 1}
              going={keysOf(column).some((key) => isGoing(results[key]))}
              mayRun={mayRun ?? toolFault}
              single={columns.length === 1}
              full={columns.length >= columnsMax}
              onChange={(more) => putColumn(column.id, more)}
              onLoaded={(config) => setBoard((now) => ({ ...now, tools: withTools(now.tools, config) }))}
              onRun={() => runColumns([column])}
              onRunAll={runAll}
              onStop={() => stop(keysOf(column))}
              onCopy={() => put({ columns: columns.toSpliced(at + 1, 0, { ...column, id: newKey() }) })}
              onRemove={() => put({ columns: columns.toSpliced(at, 1) })}
              onSave={() => setAsking({ what: "version", column: column.id })}
              onCode={() => setAsking({ what: "code", column: column.id })}
            />
          ))}
        </section>
        <div className="flex flex-wrap gap-2">
          <Button
            icon={<Plus aria-hidden="true" />}
            disabledReason={columns.length >= columnsMax ? `${columnsMax} columns are the most` : undefined}
            onClick={() =>
              put({ columns: [...columns, { ...(columns.at(-1) ?? emptyColumn()), id: newKey() }] })
            }
          >
            Column
          </Button>
        </div>
        {inputs.length > 1 && (
          <ResultsTable
            columns={columns}
            inputs={inputs}
            names={variables.map(({ name }) => name)}
            results={results}
          />
        )}
        <ToolsCard tools={tools} onChange={(next) => put({ tools: next })} />
      </PageBody>
      <Suspense>
        {asking?.what === "version" && chosen && (
          <SaveVersionDialog
            board={board}
            column={chosen}
            onClose={() => setAsking(null)}
            onSaved={(prompt, version) =>
              void client
                .fetchQuery(versionByNumber(prompt.name, version))
                .then((loaded) => putColumn(chosen.id, withVersion(chosen, prompt, loaded, routes)))
            }
          />
        )}
        {asking?.what === "code" && chosen && (
          <CodeDialog board={board} column={chosen} onClose={() => setAsking(null)} />
        )}
        {asking?.what === "save" && (
          <SaveSessionDialog
            board={board}
            onClose={() => setAsking(null)}
            onSaved={(made) => {
              setSaved({ text: textOf(board), revision: made.revision });
              onKept(made);
              void setAddress({ session: made.id, prompt: null, version: null, against: null });
            }}
          />
        )}
        {asking?.what === "sessions" && (
          <SessionsDialog
            current={opened?.id ?? null}
            onClose={() => setAsking(null)}
            onRemoved={(id) => {
              if (id === opened?.id) void setAddress({ session: null });
            }}
          />
        )}
      </Suspense>
    </>
  );
}

const textOf = (board: Board): string => JSON.stringify(board);
