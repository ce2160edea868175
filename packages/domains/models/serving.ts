import type { Transaction } from "@triops/database/scoped";

/** Where a version is in use, as the lineage and the card show it. */
export type Serving = {
  deploymentId: string;
  deployment: string;
  role: string;
  /** Percent of the traffic. */
  weight: number;
  version: number;
  state: string | null;
};

type Source = (db: Transaction, modelName: string) => Promise<Serving[]>;

let source: Source = async () => [];

/** Deployments know models, not the other way round: the register hands over who can answer. */
export function askServingFrom(answer: Source): void {
  source = answer;
}

export const servingOf: Source = (db, modelName) => source(db, modelName);
