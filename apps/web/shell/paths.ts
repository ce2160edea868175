/** The only place that writes addresses of pages. Words are those of the nouns. */

type Query = Record<string, string | number | boolean | null | undefined>;

/** Adds parameters; those without a value are left out. */
export function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") parameters.set(key, String(value));
  }
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}

const segment = encodeURIComponent;

export const paths = {
  overview: () => "/",
  signIn: (next?: string) => withQuery("/sign-in", { next }),
  welcome: () => "/welcome",

  metrics: (query: Query = {}) => withQuery("/metrics", query),
  monitors: (query: Query = {}) => withQuery("/monitors", query),
  newMonitor: (query: Query = {}) => withQuery("/monitors/new", query),
  monitor: (id: string) => `/monitors/${segment(id)}`,
  editMonitor: (id: string) => `/monitors/${segment(id)}/edit`,
  alerts: (query: Query = {}) => withQuery("/alerts", query),
  alert: (id: string) => `/alerts/${segment(id)}`,
  incidents: (query: Query = {}) => withQuery("/incidents", query),
  incident: (id: string) => `/incidents/${segment(id)}`,
  services: (query: Query = {}) => withQuery("/services", query),
  service: (id: string, query: Query = {}) => withQuery(`/services/${segment(id)}`, query),
  logs: (query: Query = {}) => withQuery("/logs", query),
  traces: (query: Query = {}) => withQuery("/traces", query),
  trace: (traceId: string, query: Query = {}) => withQuery(`/traces/${segment(traceId)}`, query),
  dashboards: (query: Query = {}) => withQuery("/dashboards", query),
  dashboard: (id: string, query: Query = {}) => withQuery(`/dashboards/${segment(id)}`, query),
  silences: (query: Query = {}) => withQuery("/alerts/silences", query),
  newSilence: (query: Query = {}) => withQuery("/alerts/silences/new", query),
  silence: (id: string) => `/alerts/silences/${segment(id)}`,
  changes: (query: Query = {}) => withQuery("/changes", query),
  sources: (query: Query = {}) => withQuery("/sources", query),
  refused: (query: Query = {}) => withQuery("/sources/refused", query),
  setUp: (query: Query = {}) => withQuery("/sources/set-up", query),
  targets: (query: Query = {}) => withQuery("/sources/targets", query),

  training: (query: Query = {}) => withQuery("/training", query),
  experiment: (id: string, query: Query = {}) => withQuery(`/training/experiments/${segment(id)}`, query),
  run: (id: string, query: Query = {}) => withQuery(`/training/runs/${segment(id)}`, query),
  loggedModel: (id: string, query: Query = {}) => withQuery(`/training/models/${segment(id)}`, query),
  compareRuns: (query: Query = {}) => withQuery("/training/compare", query),
  models: (query: Query = {}) => withQuery("/models", query),
  model: (name: string, query: Query = {}) => withQuery(`/models/${segment(name)}`, query),
  modelVersion: (name: string, version: string | number, query: Query = {}) =>
    withQuery(`/models/${segment(name)}/versions/${version}`, query),
  promotions: (query: Query = {}) => withQuery("/promotions", query),
  promotion: (id: string) => `/promotions/${segment(id)}`,
  deployments: (query: Query = {}) => withQuery("/deployments", query),
  deployment: (id: string, query: Query = {}) => withQuery(`/deployments/${segment(id)}`, query),

  prompts: (query: Query = {}) => withQuery("/prompts", query),
  prompt: (name: string, query: Query = {}) => withQuery(`/prompts/${segment(name)}`, query),
  labelRequests: (query: Query = {}) => withQuery("/label-requests", query),
  labelRequest: (id: string) => `/label-requests/${segment(id)}`,
  playground: (query: Query = {}) => withQuery("/playground", query),

  llmTraces: (query: Query = {}) => withQuery("/llm-traces", query),
  llmTrace: (traceId: string, query: Query = {}) => withQuery(`/llm-traces/${segment(traceId)}`, query),
  llmSession: (session: string, query: Query = {}) =>
    withQuery(`/llm-traces/sessions/${segment(session)}`, query),

  routes: (query: Query = {}) => withQuery("/llm", query),
  newRoute: () => "/llm/routes/new",
  route: (id: string, query: Query = {}) => withQuery(`/llm/routes/${segment(id)}`, query),
  editRoute: (id: string) => `/llm/routes/${segment(id)}/edit`,
  provider: (id: string, query: Query = {}) => withQuery(`/llm/providers/${segment(id)}`, query),
  virtualKey: (id: string, query: Query = {}) => withQuery(`/llm/keys/${segment(id)}`, query),

  workspaceSettings: () => "/settings/workspace",
  members: () => "/settings/members",
  apiKeys: () => "/settings/api-keys",
  audit: (query: Query = {}) => withQuery("/settings/audit", query),
  jobs: () => "/settings/jobs",
  profile: () => "/settings/profile",

  apiDocs: () => "/docs/api",
} as const;
