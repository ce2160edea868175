/** What a search asks of each record or span; `Column` names the fields of its own that a kind of record has. */
export type SearchFilter<Column extends string> =
  | { kind: "all" | "any"; parts: SearchFilter<Column>[] }
  | { kind: "not"; part: SearchFilter<Column> }
  | { kind: "text"; text: string }
  | { kind: "compare"; field: SearchField<Column>; op: SearchOperator; value: string };

export type SearchField<Column extends string> =
  | { kind: "column"; name: Column }
  /** Of the record, of its resource, or of either: the record's own first. */
  | { kind: "attribute" | "resource" | "either"; key: string };

export type SearchOperator = "=" | "!=" | ">=" | ">" | "<=" | "<";
