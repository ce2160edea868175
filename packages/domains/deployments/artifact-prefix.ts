import { invalid } from "@triops/kernel/errors";
import type { Work } from "../work.ts";

/** Where a source's files lie in the object store, with a slash behind it. @throws invalid, notFound */
export async function artifactPrefix(_work: Work, source: string): Promise<string> {
  throw invalid(`The files of ${source} cannot be reached from here: serve it by a server of its own`);
}
