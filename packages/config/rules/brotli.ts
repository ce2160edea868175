import { isTest } from "../files.ts";
import type { Rule } from "./rule.ts";

/** Node's and ClickHouse's Brotli decoders carry a remote-code-execution fault below the versions of version-floors. */
export const brotli: Rule = {
  name: "brotli",
  message: "no Brotli anywhere: its decoder is unsafe below the version floors",
  appliesTo: (path) => !isTest(path),
  visitor: (_source, report) => ({
    Identifier(node) {
      if (/brotli(de)?compress/i.test(node.name)) report(node.start);
    },
    Literal(node) {
      if (typeof node.value !== "string") return;
      if (/^(gzip|deflate|identity|\*)\s*,.*\bbr\b|\bbr\s*,\s*(gzip|deflate|zstd)\b/.test(node.value))
        report(node.start);
    },
  }),
};
