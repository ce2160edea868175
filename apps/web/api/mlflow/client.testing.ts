import { create as createKey } from "@triops/domains/api-keys/create";
import { createApiRates } from "@triops/domains/api-keys/index";
import { createAuth } from "@triops/domains/members/auth";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { createAuthenticator } from "../authenticate.ts";
import { createMlflowApi } from "./answer.ts";

export type Fields = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: JSON of the wire, looked at field by field
export type Answered = { status: number; body: any; headers: Headers };

export type MlflowClient = {
  harness: Harness;
  home: TestWorkspace;
  /** Of the workspace `home`, with the scopes read and write. */
  key: string;
  answer: (request: Request) => Promise<Response>;
  keyFor(workspace: TestWorkspace, scopes: ("read" | "write" | "ingest")[]): Promise<string>;
  /** As the Python client sends it: a query for GET, a JSON body for everything else, DELETE too. */
  call(method: string, path: string, fields?: Fields, headers?: Record<string, string>): Promise<Answered>;
};

export const base = "http://127.0.0.1:3999/api/2.0";

/** MLflow's API over stores of its own. */
export async function openMlflow(options: { clickhouse?: boolean } = {}): Promise<MlflowClient> {
  const harness = await createHarness(options);
  const { runtime } = harness;
  const authenticator = createAuthenticator(runtime, createAuth(runtime), undefined);
  const answer = createMlflowApi({ runtime, authenticator, rates: createApiRates(runtime) });
  const home = await harness.makeWorkspace();
  const keyFor: MlflowClient["keyFor"] = async (workspace, scopes) =>
    (await createKey.call(await harness.callerAs(workspace, "owner"), { name: "m", scopes })).key;
  const key = await keyFor(home, ["read", "write"]);
  return {
    harness,
    home,
    key,
    answer,
    keyFor,
    async call(method, path, fields = {}, headers = {}) {
      const url = new URL(`${base}${path}`);
      if (method === "GET") {
        for (const [name, value] of Object.entries(fields)) {
          for (const one of [value].flat())
            url.searchParams.append(name, typeof one === "object" ? JSON.stringify(one) : String(one));
        }
      }
      const response = await answer(
        new Request(url, {
          method,
          headers: { authorization: `Bearer ${key}`, ...headers },
          ...(method === "GET" ? {} : { body: JSON.stringify(fields) }),
        }),
      );
      const text = await response.text();
      return {
        status: response.status,
        body: text === "" ? null : JSON.parse(text),
        headers: response.headers,
      };
    },
  };
}

export type TrackingClient = MlflowClient & {
  post(path: string, fields?: Fields): Promise<Answered>;
  get(path: string, fields?: Fields): Promise<Answered>;
  newExperiment(): Promise<string>;
  newRun(experimentId: string, more?: Fields): Promise<string>;
  /** Names of the runs that a filter finds, in order. */
  search(experimentId: string, filter: string, more?: Fields): Promise<string[]>;
};

/** The same with what tests of experiments and runs do over and over. */
export async function openTracking(): Promise<TrackingClient> {
  const client = await openMlflow({ clickhouse: true });
  const post = (path: string, fields: Fields = {}) => client.call("POST", `/mlflow${path}`, fields);
  let named = 0;
  return {
    ...client,
    post,
    get: (path, fields = {}) => client.call("GET", `/mlflow${path}`, fields),
    newExperiment: async () =>
      (await post("/experiments/create", { name: `experiment ${++named}` })).body.experiment_id,
    async newRun(experiment_id, more = {}) {
      const { body } = await post("/runs/create", {
        experiment_id,
        user_id: "ann",
        start_time: 1_700_000_000_000,
        ...more,
      });
      return body.run.info.run_id;
    },
    async search(experiment, filter, more = {}) {
      const { body, status } = await post("/runs/search", { experiment_ids: [experiment], filter, ...more });
      if (status !== 200) throw new Error(JSON.stringify(body));
      return (body.runs ?? []).map((run: { info: { run_name: string } }) => run.info.run_name);
    },
  };
}
