"""Writes the runs of load-runs.ts into the SQLite file of MLflow's own server: load_runs.py FILE EXPERIMENT COUNT."""

import sqlite3
import sys
import uuid

path, experiment, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
metrics = (("accuracy", 7919), ("loss", 6101), ("f1", 5003), ("auc", 4001), ("val_loss", 3001))
database = sqlite3.connect(path, timeout=60)
start = 1700000000000
for low in range(0, count, 5000):
    numbers = range(low, min(count, low + 5000))
    ids = {n: uuid.uuid4().hex for n in numbers}
    database.executemany(
        "INSERT INTO runs (run_uuid, name, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri,"
        " experiment_id, source_type, source_name, entry_point_name, source_version)"
        " VALUES (?, ?, 'ann', ?, ?, ?, 'active', 'mlflow-artifacts:/bench', ?, 'UNKNOWN', '', '', '')",
        [
            (ids[n], f"run-{n}", "FAILED" if n % 20 == 0 else "FINISHED", start + n * 1000, start + n * 1000 + 500, experiment)
            for n in numbers
        ],
    )
    points = [(key, (n * factor % 100003) / 100003, start, ids[n], 10) for n in numbers for key, factor in metrics]
    for table in ("metrics", "latest_metrics"):
        database.executemany(
            f"INSERT INTO {table} (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, 0)", points
        )
    params = []
    tags = []
    for n in numbers:
        params += [
            ("lr", ("0.1", "0.03", "0.01", "0.003", "0.001")[n % 5], ids[n]),
            ("depth", str(n % 12), ids[n]),
            ("model", f"{('forest', 'boosting', 'linear', 'mlp')[n % 4]}-v{n % 50}", ids[n]),
            ("seed", str(n), ids[n]),
            ("batch", ("16", "32", "64")[n % 3], ids[n]),
        ]
        tags += [
            ("mlflow.runName", f"run-{n}", ids[n]),
            ("team", ("red", "blue", "green")[n % 3], ids[n]),
            ("mlflow.user", "ann", ids[n]),
        ]
    database.executemany("INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?)", params)
    database.executemany("INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?)", tags)
    database.commit()
database.execute("ANALYZE")
database.commit()
