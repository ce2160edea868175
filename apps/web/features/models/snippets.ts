/** The three lines that fill the registry: the client's settings, and a model registered. */
export function registerSnippet(webUrl: string): string {
  return [
    `export MLFLOW_TRACKING_URI=${webUrl}`,
    "export MLFLOW_TRACKING_TOKEN=<an API key with the scopes read and write>",
    `python -c "import mlflow, sklearn.linear_model as m; mlflow.sklearn.log_model(m.LinearRegression().fit([[1], [2]], [1, 2]), name='model', registered_model_name='first-model')"`,
  ].join("\n");
}

/** One more version of a model that exists, from a run. */
export const versionSnippet = (name: string): string =>
  `mlflow.register_model("models:/<model id>", "${name.replaceAll('"', '\\"')}")`;
