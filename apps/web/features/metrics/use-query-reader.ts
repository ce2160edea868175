"use client";
import { useEffect, useState } from "react";

export type QueryReader = typeof import("./query-reader.ts") & typeof import("./query-unit.ts");

let loading: Promise<QueryReader> | undefined;
let loaded: QueryReader | null = null;

/** The grammar of PromQL, loaded beside the page; null until it is there. */
export function useQueryReader(): QueryReader | null {
  const [reader, setReader] = useState(loaded);
  useEffect(() => {
    let waits = true;
    loading ??= Promise.all([import("./query-reader.ts"), import("./query-unit.ts")]).then(([read, unit]) => {
      loaded = { ...read, ...unit };
      return loaded;
    });
    loading
      .then((found) => waits && setReader(found))
      .catch(() => {
        // Without the grammar the page still runs queries as text; the next visit tries again.
        loading = undefined;
      });
    return () => {
      waits = false;
    };
  }, []);
  return reader;
}
