import type { Runtime } from "@triops/domains/runtime";

/**
 * Open alerts as they stand after a storm: 500 services, 50 rules, three severities, two sources, one in a hundred
 * silenced. Ids sort by creation, as ours do.
 */
export async function fillAlerts({ database }: Runtime, workspaceId: string, number: number): Promise<void> {
  const perStatement = 10_000;
  for (let first = 0; first < number; first += perStatement) {
    const last = Math.min(number, first + perStatement) - 1;
    await database.$executeRaw`
      INSERT INTO alerts (id, "workspaceId", fingerprint, "openFingerprint", source, title, severity, state, labels,
        annotations, service, evidence, "silencedBy", silenced, "startsAt", "endsAt", "lapseCheckAt", "openedAt",
        "lastSeenAt", "createdAt", "updatedAt")
      SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - 10000000 + i), 12, '0') || '7000'
          || '8' || lpad(to_hex(i), 15, '0'))::uuid, ${workspaceId}::uuid,
        lpad(to_hex((i::bigint * 2654435761) % 4294967296), 16, '0'), lpad(to_hex((i::bigint * 2654435761) % 4294967296), 16, '0'),
        CASE WHEN i % 97 = 0 THEN 'alertmanager' ELSE 'prometheus' END, 'Rule ' || i % 50 || ' of ' || i,
        (ARRAY['sev1', 'sev2', 'sev3'])[i % 3 + 1], 'open',
        jsonb_build_object('alertname', 'Rule' || i % 50, 'service', 'service-' || i % 500, 'job', 'node', 'severity',
          (ARRAY['critical', 'error', 'warning'])[i % 3 + 1], 'series', i::text,
          'instance', '10.0.' || i % 100 || '.' || i % 251 || ':9100'),
        '{"summary": "It is beyond its limit"}', 'service-' || i % 500, '{"kind": "outside"}', '{}', i % 100 = 0,
        now() AT TIME ZONE 'UTC', (now() + interval '1 day') AT TIME ZONE 'UTC', (now() + interval '1 day') AT TIME ZONE 'UTC',
        now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM generate_series(${first}::int, ${last}::int) AS i`;
  }
  await database.$executeRaw`ANALYZE alerts`;
}

/** Incidents of the past, one in twenty of them still open. */
export async function fillIncidents(
  { database }: Runtime,
  workspaceId: string,
  number: number,
): Promise<void> {
  const perStatement = 20_000;
  for (let first = 0; first < number; first += perStatement) {
    const last = Math.min(number, first + perStatement) - 1;
    await database.$executeRaw`
      INSERT INTO incidents (id, "workspaceId", number, title, severity, state, "groupKey", "openGroupKey",
        "alertCount", "openAlertCount", "openedAt", "resolvedAt", "createdById", "createdAt", "updatedAt")
      SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - 10000000 + i), 12, '0') || '7000'
          || '8' || lpad(to_hex(i), 15, '0'))::uuid, ${workspaceId}::uuid, i + 1, 'Service ' || i % 500 || ' is slow',
        (ARRAY['sev1', 'sev2', 'sev3', 'sev4'])[i % 4 + 1], CASE WHEN i % 20 = 0 THEN 'open' ELSE 'resolved' END,
        'service=' || i, CASE WHEN i % 20 = 0 THEN 'service=' || i END, 3, 1, now() AT TIME ZONE 'UTC',
        CASE WHEN i % 20 = 0 THEN NULL ELSE now() AT TIME ZONE 'UTC' END, 'bench', now() AT TIME ZONE 'UTC',
        now() AT TIME ZONE 'UTC'
      FROM generate_series(${first}::int, ${last}::int) AS i`;
  }
  await database.$executeRaw`ANALYZE incidents`;
}
