import type { Rule } from "./rule.ts";

const serverOnly =
  /^@triops\/(database|jobs|telemetry|providers|embedded)\/|^@triops\/kernel\/(env|logger|redis|secrets|shutdown|parent-watch)$|^node:/;
const domainImport = /^@triops\/domains\/(.+)$/;
/** Pure files: of a noun (lists apart from their schemas carry no validator), and those that all nouns share. */
const pure = /\/(schemas|rules|aggregates)$|^(permissions|paging|severity|live-message|query-text)$/;

/** What a prompt says, compared, merged and rendered: plain functions over plain values, as in the gateway. */
const purePrompts = /^prompts\/(names|template|mustache|variables|json-schema|render|diff|merge)$/;

/** A component that runs in the browser takes from a noun its schemas and its pure rules, nothing else. */
export const clientBoundary: Rule = {
  name: "client-boundary",
  message: "a browser component imports only schemas.ts and rules.ts of a noun",
  appliesTo: (path) => /^apps\/web\/.*\.tsx?$/.test(path),
  visitor: (source, report) => {
    if (!/^\s*(\/\/.*\n|\/\*[\s\S]*?\*\/\s*)*["']use client["']/.test(source.text)) return {};
    for (const { moduleRequest, entries } of source.module.staticImports) {
      if (entries.length > 0 && entries.every((entry) => entry.isType)) continue;
      const name = moduleRequest.value;
      const inDomains = domainImport.exec(name)?.[1];
      if (inDomains && !pure.test(inDomains) && !purePrompts.test(inDomains)) report(moduleRequest.start);
      if (serverOnly.test(name)) report(moduleRequest.start, `${name} belongs to the server`);
    }
    return {};
  },
};
