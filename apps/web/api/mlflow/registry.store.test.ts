import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fields, type MlflowClient, openMlflow } from "./client.testing.ts";

let mlflow: MlflowClient;
beforeAll(async () => {
  mlflow = await openMlflow();
});
afterAll(() => mlflow?.harness.close());

async function call(method: string, path: string, fields: Fields = {}) {
  const { status, body } = await mlflow.call(method, `/mlflow/${path}`, fields);
  return { status, body: body as Fields };
}

let count = 0;
async function newModel(): Promise<string> {
  const name = `model-${++count}`;
  await call("POST", "registered-models/create", { name });
  return name;
}
const source = "mlflow-artifacts:/0/models/m-1/artifacts";
async function newVersion(name: string): Promise<string> {
  const { body } = await call("POST", "model-versions/create", { name, source, run_id: "r" });
  return (body.model_version as { version: string }).version;
}

const refused = (status: number, error_code: string, text: string) => ({
  status,
  body: { error_code, message: expect.stringContaining(text) },
});

describe("models", () => {
  it("are created, read, renamed, described and deleted", async () => {
    const made = await call("POST", "registered-models/create", {
      name: "iris",
      tags: [{ key: "a", value: "b" }],
      description: "Flowers",
    });
    expect(made).toMatchObject({
      status: 200,
      body: { registered_model: { name: "iris", tags: [{ key: "a", value: "b" }], description: "Flowers" } },
    });
    await newVersion("iris");
    const renamed = await call("POST", "registered-models/rename", { name: "iris", new_name: "iris2" });
    expect(renamed.body).toMatchObject({ registered_model: { name: "iris2" } });
    const got = await call("GET", "registered-models/get", { name: "iris2" });
    expect(got.body).toMatchObject({
      registered_model: { latest_versions: [{ name: "iris2", version: "1", current_stage: "None" }] },
    });
    await call("PATCH", "registered-models/update", { name: "iris2", description: "Petals" });
    expect(await call("DELETE", "registered-models/delete", { name: "iris2" })).toEqual({
      status: 200,
      body: {},
    });
    expect(await call("GET", "registered-models/get", { name: "iris2" })).toEqual(
      refused(404, "RESOURCE_DOES_NOT_EXIST", "Registered Model with name=iris2 not found"),
    );
  });
  it("cannot exist twice", async () => {
    const name = await newModel();
    expect(await call("POST", "registered-models/create", { name })).toEqual(
      refused(400, "RESOURCE_ALREADY_EXISTS", `Registered Model (name=${name}) already exists`),
    );
    const other = await newModel();
    expect(await call("POST", "registered-models/rename", { name: other, new_name: name })).toEqual(
      refused(400, "RESOURCE_ALREADY_EXISTS", `Registered Model (name=${name}) already exists`),
    );
  });
  it.each([
    [{}, "Missing value for required parameter 'name'"],
    [{ name: "" }, "Missing value for required parameter 'name'"],
    [{ name: 12.5, tags: "x" }, "Invalid value \"x\" for parameter 'tags' supplied"],
    [{ name: "a/b" }, "Names cannot contain '/' or ':'"],
    [{ name: "x".repeat(300) }, "Invalid value for parameter 'name'"],
  ])("400 for %j", async (fields, text) => {
    expect(await call("POST", "registered-models/create", fields)).toEqual(
      refused(400, "INVALID_PARAMETER_VALUE", text),
    );
  });
  it("are searched page by page; prompts stay apart", async () => {
    for (const name of ["s-1", "s-2", "s-3"]) await call("POST", "registered-models/create", { name });
    await call("POST", "registered-models/create", {
      name: "s-prompt",
      tags: [{ key: "mlflow.prompt.is_prompt", value: "true" }],
    });
    const filter = "name LIKE 's-%' AND tag.`mlflow.prompt.is_prompt` != 'true'";
    const one = await call("GET", "registered-models/search", {
      filter,
      max_results: 2,
      order_by: ["name DESC"],
    });
    expect(one.body).toMatchObject({ registered_models: [{ name: "s-3" }, { name: "s-2" }] });
    const two = await call("GET", "registered-models/search", {
      filter,
      max_results: 2,
      order_by: ["name DESC"],
      page_token: one.body.next_page_token,
    });
    expect(two.body).toMatchObject({ registered_models: [{ name: "s-1" }] });
    expect(two.body.next_page_token).toBeUndefined();
  });
  it.each([
    [
      "registered-models/search",
      { max_results: 123456789 },
      "Invalid value 123456789 for parameter 'max_results'",
    ],
    ["registered-models/search", { max_results: 0 }, "for parameter 'max_results'"],
    ["registered-models/search", { filter: "name = x" }, "Expected a quoted string value for"],
    ["model-versions/search", { filter: "nothing = 'x'" }, "Invalid attribute key"],
    ["model-versions/search", { page_token: "zzz" }, "page token"],
  ])("400 for %s %j", async (path, fields, text) => {
    expect(await call("GET", path, fields)).toEqual(refused(400, "INVALID_PARAMETER_VALUE", text));
  });
});

describe("versions", () => {
  it("carry what they were made of, with text as number and ready at once", async () => {
    const name = await newModel();
    const { body } = await call("POST", "model-versions/create", {
      name,
      source,
      run_id: "run",
      model_id: "m-1",
      tags: [{ key: "k", value: "v" }],
    });
    expect(body).toMatchObject({
      model_version: {
        name,
        version: "1",
        source,
        run_id: "run",
        model_id: "m-1",
        status: "READY",
        current_stage: "None",
        tags: [{ key: "k", value: "v" }],
      },
    });
    expect((await call("GET", "model-versions/get-download-uri", { name, version: "1" })).body).toEqual({
      artifact_uri: source,
    });
    const copy = await newModel();
    await call("POST", "model-versions/create", { name: copy, source: `models:/${name}/1` });
    expect((await call("GET", "model-versions/get-download-uri", { name: copy, version: "1" })).body).toEqual(
      { artifact_uri: source },
    );
  });
  it("404 for numbers that nobody has", async () => {
    const name = await newModel();
    for (const version of ["7", "99999999999"]) {
      expect(await call("GET", "model-versions/get", { name, version })).toEqual(
        refused(404, "RESOURCE_DOES_NOT_EXIST", `Model Version (name=${name}, version=${version}) not found`),
      );
    }
    expect((await call("GET", "model-versions/get", { name, version: "one" })).status).toBe(400);
  });
  it("400 for a source on this machine or with steps outside", async () => {
    const name = await newModel();
    expect(await call("POST", "model-versions/create", { name, source: "/etc" })).toEqual(
      refused(400, "INVALID_PARAMETER_VALUE", "To use a local path as a model version source"),
    );
    const outside = "mlflow-artifacts://host:1/..%2f..%2f";
    expect(await call("POST", "model-versions/create", { name, source: outside })).toEqual(
      refused(400, "INVALID_PARAMETER_VALUE", "Please provide an absolute path"),
    );
  });
  it("move through stages in any case", async () => {
    const name = await newModel();
    await newVersion(name);
    await newVersion(name);
    const to = (version: string, stage: string, archive = false) =>
      call("POST", "model-versions/transition-stage", {
        name,
        version,
        stage,
        archive_existing_versions: archive,
      });
    await to("1", "production");
    expect((await to("2", "PRODUCTION", true)).body).toMatchObject({
      model_version: { current_stage: "Production" },
    });
    expect(await to("1", "Shiny")).toEqual(
      refused(400, "INVALID_PARAMETER_VALUE", "Invalid Model Version stage"),
    );
    const latest = await call("POST", "registered-models/get-latest-versions", {
      name,
      stages: ["production"],
    });
    expect(latest.body).toMatchObject({ model_versions: [{ version: "2" }] });
  });
  it("take tags and lose them, twice too", async () => {
    const name = await newModel();
    const version = await newVersion(name);
    await call("POST", "model-versions/set-tag", { name, version, key: "k", value: "v" });
    expect(
      (await call("GET", "model-versions/search", { filter: `name = '${name}' AND tags.k = 'v'` })).body,
    ).toMatchObject({
      model_versions: [{ name }],
    });
    for (let i = 0; i < 2; i++)
      expect((await call("DELETE", "model-versions/delete-tag", { name, version, key: "k" })).status).toBe(
        200,
      );
  });
});

describe("aliases", () => {
  it("are set, read and taken away, also when they are not there", async () => {
    const name = await newModel();
    await newVersion(name);
    await call("POST", "registered-models/alias", { name, alias: "next", version: "1" });
    expect((await call("GET", "registered-models/alias", { name, alias: "next" })).body).toMatchObject({
      model_version: { version: "1", aliases: ["next"] },
    });
    for (let i = 0; i < 2; i++)
      expect(await call("DELETE", "registered-models/alias", { name, alias: "next" })).toEqual({
        status: 200,
        body: {},
      });
    expect(await call("GET", "registered-models/alias", { name, alias: "next" })).toEqual(
      refused(400, "INVALID_PARAMETER_VALUE", "Registered model alias next not found."),
    );
  });
  it("403 with the reason and the address of the request for a protected one", async () => {
    const name = await newModel();
    await newVersion(name);
    const answer = await call("POST", "registered-models/alias", { name, alias: "champion", version: "1" });
    expect(answer).toEqual(refused(403, "PERMISSION_DENIED", "only by an approved promotion"));
    expect(answer.body.message).toContain(
      `${mlflow.harness.runtime.webUrl}/models/${name}/versions/1?promote=`,
    );
  });
  it.each([
    ["v1", "is reserved"],
    ["Latest", "is reserved"],
    ["a b", "Names may only contain alphanumerics"],
  ])("400 for %s", async (alias, text) => {
    const name = await newModel();
    await newVersion(name);
    expect(await call("POST", "registered-models/alias", { name, alias, version: "1" })).toEqual(
      refused(400, "INVALID_PARAMETER_VALUE", text),
    );
  });
});
