import { tokens } from "./sql-text.ts";

/**
 * The embedded engine runs inside one trusted process with the machine's own rights, so that anything which
 * reads files, opens connections or runs programs is refused here. Triops never composes these; this is the
 * second lock on that door.
 */
const FUNCTIONS = new Set(
  (
    "file filecluster url urlcluster s3 s3cluster gcs oss cosn azureblobstorage azureblobstoragecluster hdfs hdfscluster " +
    "iceberg icebergs3 icebergazure iceberghdfs iceberglocal deltalake deltalakelocal hudi paimon remote remotesecure " +
    "mysql postgresql mongodb redis sqlite odbc jdbc executable python arrowstream ytsaurus fuzzjson input " +
    "dictionaryfile kafka nats rabbitmq loop"
  ).split(" "),
);
const ENGINES = new Set(
  (
    "file url s3 s3queue azureblobstorage azurequeue hdfs iceberg deltalake hudi paimon mysql postgresql " +
    "materializedpostgresql mongodb redis sqlite odbc jdbc executable executablepool kafka nats rabbitmq " +
    "embeddedrocksdb python filelog ytsaurus"
  ).split(" "),
);
/** After these words (or a dot) a name is a table's or a column's, not a function's. */
const NAMES_FOLLOW = new Set(["as", ".", "table", "into", "exists", "index", "view"]);
const LEADING = new Set(["ATTACH", "BACKUP", "RESTORE", "GRANT", "REVOKE"]);

/** Names the forbidden construct, or undefined when the statement may run. */
export function forbiddenConstruct(sql: string): string | undefined {
  let previous = "";
  let before = "";
  let first = true;
  for (const token of tokens(sql)) {
    const word = token.text.toLowerCase();
    if (first && LEADING.has(token.upper)) return token.upper;
    if (token.text === "(" && FUNCTIONS.has(previous) && !NAMES_FOLLOW.has(before)) return `${previous}()`;
    if (
      token.kind === "word" &&
      ENGINES.has(word) &&
      (previous === "engine" || (previous === "=" && before === "engine"))
    )
      return `ENGINE ${token.text}`;
    if ((word === "infile" || word === "outfile") && (previous === "from" || previous === "into"))
      return token.upper;
    if (word === "dictionary" && previous === "create") return "CREATE DICTIONARY";
    if (word === "function" && (previous === "create" || previous === "into"))
      return `${previous.toUpperCase()} FUNCTION`;
    before = previous;
    previous = word.replace(/^["`]|["`]$/g, "");
    first = false;
  }
  return undefined;
}
