/** The three lines that fill this page; `<key>` stands for an API key with the scopes read and write. */
export const trackingSnippet = (webUrl: string) => ({
  label: "MLflow's Python client",
  code: [
    `export MLFLOW_TRACKING_URI=${webUrl}`,
    "export MLFLOW_TRACKING_TOKEN=<key>",
    `python -c "import mlflow; mlflow.log_metric('rmse', 0.42)"`,
  ].join("\n"),
});

/** The same from inside a training script, for one experiment. */
export const experimentSnippet = (webUrl: string, experiment: string) => ({
  label: "Runs of this experiment",
  code: [
    `export MLFLOW_TRACKING_URI=${webUrl} MLFLOW_TRACKING_TOKEN=<key>`,
    `export MLFLOW_EXPERIMENT_NAME=${shellText(experiment)}`,
    `python -c "import mlflow; mlflow.autolog(); mlflow.log_metric('rmse', 0.42)"`,
  ].join("\n"),
});

const shellText = (text: string): string =>
  /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
