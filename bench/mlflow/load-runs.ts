import { createDatabase } from "@triops/database/client";

/** Runs of one statement: below the ten seconds that a statement may take. */
const chunk = 1_000;

/**
 * Runs as a search over hyper-parameters leaves them, written straight into the ledger: five metrics, five parameters
 * and three tags each. `load_runs.py` writes the same for MLflow's own server.
 */
export async function loadRuns(
  databaseUrl: string,
  workspaceId: string,
  experimentNumber: number,
  count: number,
): Promise<void> {
  const db = createDatabase(databaseUrl);
  try {
    const { id: experimentId } = await db.experiment.findFirstOrThrow({
      where: { workspaceId, number: experimentNumber },
    });
    for (let from = 0; from < count; from += chunk) {
      const to = Math.min(count, from + chunk) - 1;
      await db.$executeRaw`
        WITH made AS (
          INSERT INTO training_runs (id, "workspaceId", "experimentId", name, "userId", status, "startTimeMs", "endTimeMs", "artifactUri", "updatedAt")
          SELECT gen_random_uuid(), ${workspaceId}::uuid, ${experimentId}::uuid, 'run-' || n, 'ann',
                 CASE WHEN n % 20 = 0 THEN 'FAILED' ELSE 'FINISHED' END,
                 1700000000000 + n * 1000::bigint, 1700000000000 + n * 1000::bigint + 500, 'mlflow-artifacts:/bench', now()
          FROM generate_series(${from}::int, ${to}::int) AS n
          RETURNING id, substr(name, 5)::int AS n
        ), metrics AS (
          INSERT INTO run_metrics ("runId", key, "workspaceId", "experimentId", value, "timestampMs", step)
          SELECT made.id, m.key, ${workspaceId}::uuid, ${experimentId}::uuid,
                 ((made.n::bigint * m.factor) % 100003)::float8 / 100003, 1700000000000, 10
          FROM made, (VALUES ('accuracy', 7919), ('loss', 6101), ('f1', 5003), ('auc', 4001), ('val_loss', 3001)) AS m(key, factor)
        ), params AS (
          INSERT INTO run_params ("runId", key, "workspaceId", "experimentId", value)
          SELECT made.id, p.key, ${workspaceId}::uuid, ${experimentId}::uuid, p.value
          FROM made, LATERAL (VALUES
            ('lr', (ARRAY['0.1','0.03','0.01','0.003','0.001'])[made.n % 5 + 1]), ('depth', (made.n % 12)::text),
            ('model', (ARRAY['forest','boosting','linear','mlp'])[made.n % 4 + 1] || '-v' || made.n % 50),
            ('seed', made.n::text), ('batch', (ARRAY['16','32','64'])[made.n % 3 + 1])) AS p(key, value)
        )
        INSERT INTO run_tags ("runId", key, "workspaceId", "experimentId", value)
        SELECT made.id, t.key, ${workspaceId}::uuid, ${experimentId}::uuid, t.value
        FROM made, LATERAL (VALUES ('mlflow.runName', 'run-' || made.n), ('team', (ARRAY['red','blue','green'])[made.n % 3 + 1]),
          ('mlflow.user', 'ann')) AS t(key, value)`;
    }
    for (const table of ["training_runs", "run_metrics", "run_params", "run_tags"]) await analyse(db, table);
  } finally {
    await db.$disconnect();
  }
}

/** As the server does by itself a minute later. */
async function analyse(db: ReturnType<typeof createDatabase>, table: string): Promise<void> {
  if (table === "training_runs") await db.$executeRaw`ANALYZE training_runs`;
  if (table === "run_metrics") await db.$executeRaw`ANALYZE run_metrics`;
  if (table === "run_params") await db.$executeRaw`ANALYZE run_params`;
  if (table === "run_tags") await db.$executeRaw`ANALYZE run_tags`;
}
