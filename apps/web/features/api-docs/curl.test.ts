import { describe, expect, it } from "vitest";
import type { Operation } from "../../api/openapi.ts";
import { curlOf } from "./curl.ts";

const operation: Operation = {
  id: "incidents.comment",
  method: "POST",
  path: "/incidents/{id}/comment",
  summary: "",
  permission: "incidents:write",
  status: 200,
  input: { properties: {}, required: [] },
  output: {},
  fields: [
    { name: "id", type: "uuid", required: true, description: "", place: "path" },
    { name: "text", type: "string", required: true, description: "", place: "body" },
    { name: "note", type: "string", required: false, description: "", place: "body" },
  ],
};

describe("the example call", () => {
  it("names the reader's address, the method and the fields that must be there", () => {
    const text = curlOf("https://triops.example", operation);
    expect(text).toContain('"https://triops.example/api/v1/incidents/$ID/comment"');
    expect(text).toContain("-X POST");
    expect(text).toContain(`-d '{"text":"a text"}'`);
  });

  it("needs no body for a question", () => {
    expect(curlOf("http://x", { ...operation, method: "GET", fields: [] })).not.toContain("-d");
  });
});
