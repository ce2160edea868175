"""Drives a running Triops with MLflow's own client, step by step; one JSON line per step: {"step", "ok", "said"}.

conformance.py MARK [STEP ...]: the names of steps limit it to them; later ones need what `experiments` makes.
"""

import json
import math
import os
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"

import mlflow  # noqa: E402
import pandas as pd  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.entities import Metric, Param, RunTag, ViewType  # noqa: E402
from mlflow.exceptions import MlflowException  # noqa: E402
from mlflow.models import infer_signature  # noqa: E402

mark = sys.argv[1]
wanted = sys.argv[2:]
client = MlflowClient()
steps = []
state = {}


def step(function):
    steps.append(function)
    return function


def refused(call, code):
    try:
        call()
    except MlflowException as error:
        assert error.error_code == code, f"{error.error_code} instead of {code}: {error}"
        return
    raise AssertionError(f"not refused; {code} expected")


@step
def experiments():
    name = f"conformance {mark}"
    state["experiment"] = mlflow.set_experiment(name).experiment_id
    experiment = client.get_experiment_by_name(name)
    assert experiment.artifact_location.startswith("mlflow-artifacts:/")
    client.set_experiment_tag(experiment.experiment_id, "team", "red")
    assert client.get_experiment(experiment.experiment_id).tags["team"] == "red"
    found = client.search_experiments(filter_string=f"name LIKE 'conformance {mark}%' AND tags.team = 'red'")
    assert [one.experiment_id for one in found] == [experiment.experiment_id]
    client.delete_experiment_tag(experiment.experiment_id, "team")
    assert client.get_experiment("0").name == "Default"
    assert client.get_experiment_by_name(f"nothing {mark}") is None
    refused(lambda: client.create_experiment(name), "RESOURCE_ALREADY_EXISTS")
    other = client.create_experiment(f"{name} other", tags={"a": "b"})
    client.rename_experiment(other, f"{name} renamed")
    client.delete_experiment(other)
    assert client.get_experiment(other).lifecycle_stage == "deleted"
    client.restore_experiment(other)
    client.delete_experiment(other)


@step
def runs():
    with mlflow.start_run(run_name="first", tags={"stage": "a"}, description="words") as run:
        mlflow.log_param("depth", 3)
        mlflow.log_params({"lr": 0.1, "kind": "forest"})
        mlflow.log_metric("loss", 0.5, step=0)
        mlflow.log_metric("loss", 0.25, step=1)
        mlflow.log_metrics({"accuracy": 0.9, "odd": math.nan, "huge": math.inf, "low": -math.inf})
        mlflow.set_tag("team", "blue")
        mlflow.set_tags({"one": "1", "two": "2"})
        with mlflow.start_run(nested=True, run_name="child"):
            mlflow.log_metric("accuracy", 0.1)
    state["run"] = run.info.run_id
    found = client.get_run(state["run"])
    assert found.info.status == "FINISHED" and found.info.run_name == "first"
    assert found.data.params == {"depth": "3", "lr": "0.1", "kind": "forest"}
    assert found.data.metrics["loss"] == 0.25 and math.isnan(found.data.metrics["odd"])
    assert found.data.metrics["huge"] == sys.float_info.max
    assert found.data.tags["mlflow.note.content"] == "words"
    history = client.get_metric_history(state["run"], "loss")
    assert [(point.step, point.value) for point in history] == [(0, 0.5), (1, 0.25)]
    client.update_run(state["run"], name="renamed")
    assert client.get_run(state["run"]).data.tags["mlflow.runName"] == "renamed"
    client.delete_tag(state["run"], "two")
    refused(lambda: client.log_param(state["run"], "depth", "4"), "INVALID_PARAMETER_VALUE")
    refused(lambda: client.get_run("0" * 32), "RESOURCE_DOES_NOT_EXIST")


@step
def failing_run():
    try:
        with mlflow.start_run() as run:
            raise RuntimeError("on purpose")
    except RuntimeError:
        pass
    assert client.get_run(run.info.run_id).info.status == "FAILED"


@step
def log_batch():
    run = client.create_run(state["experiment"], run_name="batch")
    now = int(time.time() * 1000)
    metrics = [Metric(f"m{at % 10}", at / 7, now + at, at) for at in range(1000)]
    client.log_batch(run.info.run_id, metrics=metrics)
    client.log_batch(
        run.info.run_id,
        params=[Param(f"p{at}", "x" * 500) for at in range(100)],
        tags=[RunTag(f"t{at}", str(at)) for at in range(100)],
    )
    found = client.get_run(run.info.run_id)
    assert len(found.data.params) == 100 and len(found.data.metrics) == 10
    assert found.data.metrics["m9"] == 999 / 7
    assert len(client.get_metric_history(run.info.run_id, "m3")) == 100
    client.set_terminated(run.info.run_id, "KILLED")
    assert client.get_run(run.info.run_id).info.status == "KILLED"


@step
def asynchronous_logging():
    with mlflow.start_run() as run:
        for at in range(50):
            mlflow.log_metric("async", at, step=at, synchronous=False)
        mlflow.flush_async_logging()
    assert len(client.get_metric_history(run.info.run_id, "async")) == 50


@step
def search_with_every_operator():
    experiment = [state["experiment"]]
    run = state["run"]

    def names(text, **more):
        return [one.info.run_name for one in client.search_runs(experiment, text, **more)]

    for text in [
        "metrics.loss = 0.25", "metrics.loss != 0.3", "metrics.loss < 1", "metrics.loss <= 0.25", "metrics.loss > 0.1",
        "metrics.loss >= 0.25", "params.depth = '3'", "params.depth != '4'", "params.kind LIKE 'for%'",
        "params.kind ILIKE 'FOR%'", "tags.team = 'blue'", "tags.team != 'red'", "tags.`team` LIKE '%lu%'",
        "tags.team ILIKE 'BLUE'", "attributes.status = 'FINISHED' AND params.depth = '3'", "run_name = 'renamed'",
        "attribute.run_name LIKE 'ren%'", f"run_id = '{run}'", f"run_id IN ('{run}', 'x')",
        f"start_time > 0 AND run_id = '{run}'", f"end_time > 0 AND run_id = '{run}'", "tags.nothing IS NULL AND params.depth = '3'",
        "params.depth IS NOT NULL", "artifact_uri LIKE 'mlflow-artifacts:%' AND params.depth = '3'",
        "(params.depth = '9' OR params.depth = '3') AND NOT metrics.loss > 1",
    ]:
        assert names(text) == ["renamed"], f"{text}: {names(text)}"
    assert names(f"run_id NOT IN ('{run}') AND params.depth = '3'") == []
    assert names("metrics.accuracy > 0", order_by=["metrics.accuracy DESC"])[:2] == ["renamed", "child"]
    assert names("metrics.accuracy > 0", order_by=["metrics.accuracy ASC"])[:2] == ["child", "renamed"]
    everything = client.search_runs(experiment, max_results=1000)
    paged = []
    token = None
    while True:
        page = client.search_runs(experiment, max_results=2, page_token=token, order_by=["params.depth"])
        paged += [one.info.run_id for one in page]
        token = page.token
        if not token:
            break
    assert sorted(paged) == sorted(one.info.run_id for one in everything)
    assert len(mlflow.search_runs(experiment_ids=experiment)) == len(everything)
    refused(lambda: client.search_runs(experiment, "acme.x = 1"), "INVALID_PARAMETER_VALUE")


@step
def artifacts():
    run = client.create_run(state["experiment"]).info.run_id
    with tempfile.TemporaryDirectory() as folder:
        nested = os.path.join(folder, "deep", "er")
        os.makedirs(nested)
        large = os.urandom(3_000_000)
        for name, content in [("a b.txt", b"hello"), ("empty", b""), ("deep/er/large.bin", large), ("\u00e9\u00e8.txt", b"\x00\xff")]:
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        client.log_artifacts(run, folder, "all")
        client.log_artifact(run, os.path.join(folder, "a b.txt"))
        client.log_text(run, "words", "notes.md")
        client.log_dict(run, {"a": 1}, "facts.json")
        listed = sorted((one.path, one.is_dir, one.file_size) for one in client.list_artifacts(run))
        assert listed == [("a b.txt", False, 5), ("all", True, None), ("facts.json", False, 12), ("notes.md", False, 5)], listed
        below = sorted(one.path for one in client.list_artifacts(run, "all"))
        assert below == ["all/a b.txt", "all/deep", "all/empty", "all/\u00e9\u00e8.txt"], below
        back = mlflow.artifacts.download_artifacts(run_id=run, artifact_path="all", dst_path=os.path.join(folder, "back"))
        with open(os.path.join(back, "deep", "er", "large.bin"), "rb") as file:
            assert file.read() == large
        assert os.path.getsize(os.path.join(back, "empty")) == 0
        assert mlflow.artifacts.load_dict(f"runs:/{run}/facts.json") == {"a": 1}
        refused(lambda: client.download_artifacts(run, "../other"), "RESOURCE_DOES_NOT_EXIST")


@step
def dataset_inputs():
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [0, 1]})
    dataset = mlflow.data.from_pandas(frame, name="houses", targets="y")
    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training", tags={"k": "v"})
    found = client.get_run(run.info.run_id).inputs.dataset_inputs[0]
    assert found.dataset.name == "houses" and found.dataset.profile
    assert {tag.key: tag.value for tag in found.tags}["mlflow.data.context"] == "training"
    by_name = client.search_runs([state["experiment"]], "dataset.name = 'houses' AND dataset.context = 'training'")
    assert [one.info.run_id for one in by_name] == [run.info.run_id]


@step
def autolog_and_log_model():
    from sklearn.datasets import load_iris
    from sklearn.ensemble import RandomForestClassifier

    features, labels = load_iris(return_X_y=True, as_frame=True)
    mlflow.sklearn.autolog(log_input_examples=True)
    with mlflow.start_run(run_name="auto") as run:
        model = RandomForestClassifier(n_estimators=5, random_state=1).fit(features, labels)
    mlflow.sklearn.autolog(disable=True)
    found = client.get_run(run.info.run_id)
    assert found.data.params["n_estimators"] == "5" and "training_accuracy_score" in found.data.metrics
    assert found.outputs.model_outputs, "autolog gave out no model"
    with mlflow.start_run(run_name="model") as run:
        signature = infer_signature(features, model.predict(features))
        info = mlflow.sklearn.log_model(
            model, name="iris", signature=signature, input_example=features[:2], params={"trees": 5},
            serialization_format="cloudpickle",
        )
        mlflow.log_metric("checked", 0.97, model_id=info.model_id)
    state.update(model_uri=info.model_uri, model_id=info.model_id, run_with_model=run.info.run_id)
    logged = mlflow.get_logged_model(info.model_id)
    assert str(logged.status) in ("READY", "LoggedModelStatus.READY") and logged.params["trees"] == "5"
    assert logged.metrics and logged.metrics[0].value == 0.97
    back = mlflow.pyfunc.load_model(info.model_uri)
    assert (back.predict(features) == model.predict(features)).all()
    assert back.metadata.signature == signature
    by_run = mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/iris")
    assert (by_run.predict(features) == model.predict(features)).all()


@step
def logged_models():
    experiment = [state["experiment"]]
    found = mlflow.search_logged_models(experiment, "metrics.checked > 0.9 AND name = 'iris'", output_format="list")
    assert [one.model_id for one in found] == [state["model_id"]]
    ordered = mlflow.search_logged_models(
        experiment, order_by=[{"field_name": "metrics.checked", "ascending": False}], output_format="list"
    )
    assert ordered[0].model_id == state["model_id"]
    client.set_logged_model_tags(state["model_id"], {"a": "b"})
    assert client.get_logged_model(state["model_id"]).tags["a"] == "b"
    client.delete_logged_model_tag(state["model_id"], "a")
    assert [one.path for one in client.list_logged_model_artifacts(state["model_id"])]
    made = client.create_logged_model(state["experiment"], name="external")
    client.finalize_logged_model(made.model_id, "READY")
    client.delete_logged_model(made.model_id)
    refused(lambda: client.get_logged_model(made.model_id), "RESOURCE_DOES_NOT_EXIST")


@step
def registry():
    name = f"conformance-{mark}"
    created = client.create_registered_model(name, tags={"team": "red"}, description="words")
    assert created.name == name
    version = mlflow.register_model(state["model_uri"], name)
    assert str(version.version) == "1" and version.status == "READY"
    again = mlflow.register_model(f"runs:/{state['run_with_model']}/iris", name)
    assert str(again.version) == "2"
    client.set_registered_model_alias(name, "candidate", "2")
    assert str(client.get_model_version_by_alias(name, "candidate").version) == "2"
    client.set_model_version_tag(name, "2", "k", "v")
    client.update_model_version(name, "2", description="better")
    assert client.get_model_version(name, "2").description == "better"
    assert len(client.search_model_versions(f"name = '{name}'")) == 2
    assert [one.name for one in client.search_registered_models(f"name = '{name}'")] == [name]
    mlflow.pyfunc.load_model(f"models:/{name}@candidate")
    mlflow.pyfunc.load_model(f"models:/{name}/1")
    client.delete_registered_model_alias(name, "candidate")
    client.delete_model_version(name, "1")
    refused(lambda: client.get_model_version(name, "1"), "RESOURCE_DOES_NOT_EXIST")
    client.rename_registered_model(name, f"{name}-b")
    assert str(client.get_model_version(f"{name}-b", "2").version) == "2"


@step
def webhooks():
    from mlflow.entities.webhook import WebhookStatus

    made = client.create_webhook(f"conformance-{mark}", "https://example.com/hook", ["registered_model.created"], secret="s" * 20)
    try:
        assert made.webhook_id in [one.webhook_id for one in client.list_webhooks()]
        client.update_webhook(made.webhook_id, status=WebhookStatus.DISABLED)
        assert client.get_webhook(made.webhook_id).status == WebhookStatus.DISABLED
    finally:
        client.delete_webhook(made.webhook_id)


@step
def trash():
    run = client.create_run(state["experiment"]).info.run_id
    client.delete_run(run)
    assert client.get_run(run).info.lifecycle_stage == "deleted"
    refused(lambda: client.log_metric(run, "a", 1), "INVALID_PARAMETER_VALUE")
    deleted = client.search_runs([state["experiment"]], run_view_type=ViewType.DELETED_ONLY)
    assert run in [one.info.run_id for one in deleted]
    client.restore_run(run)
    client.log_metric(run, "a", 1)
    client.delete_experiment(state["experiment"])
    assert client.get_run(run).info.lifecycle_stage == "deleted"
    # A deleted name is free again.
    again = client.create_experiment(f"conformance {mark}")
    client.delete_experiment(again)


for function in [one for one in steps if not wanted or one.__name__ in wanted]:
    started = time.time()
    try:
        function()
        ok, said = True, ""
    except Exception as error:  # noqa: BLE001
        ok, said = False, f"{type(error).__name__}: {error}"[:500]
    print(
        json.dumps({"step": function.__name__.replace("_", " "), "ok": ok, "said": said, "seconds": time.time() - started}),
        flush=True,
    )
print(json.dumps({"step": "client", "version": mlflow.__version__}))
