import type { Permission } from "@triops/domains/permissions";
import type { Caller } from "@triops/domains/runtime";
import type { Input } from "./input.ts";

export type MlflowCall = {
  caller: Caller;
  /** Query of a GET, body of everything else; see `Input`. */
  input: Input;
  /** Parts of the path that stood in `{…}`, decoded. */
  path: Readonly<Record<string, string>>;
  request: Request;
  /** Of the JSON body; 0 for a query or for bytes. */
  bodyBytes: number;
  requestId: string;
};

type Method = "GET" | "POST" | "PATCH" | "DELETE" | "PUT";

/**
 * One operation of MLflow's API: data and a function. It answers under every prefix of the API. An object leaves as
 * JSON with unset (undefined, null) fields left out; a Response leaves as it is.
 */
export type Operation = {
  methods: readonly Method[];
  /** Below the prefix, as `/runs/create`; `{name}` stands for one part of the path, `{name...}` for the rest. */
  path: `/${string}`;
  permission: Permission;
  run(call: MlflowCall): Promise<object>;
};

export function operation(
  methods: Method | readonly Method[],
  path: `/${string}`,
  permission: Permission,
  run: Operation["run"],
): Operation {
  return { methods: typeof methods === "string" ? [methods] : methods, path, permission, run };
}
