import type { AnyJob } from "@triops/jobs/define";
import { surface as alerts } from "./alerts/api.ts";
import { hush } from "./alerts/hush.ts";
import { lapse } from "./alerts/jobs.ts";
import {
  raiseFromMonitor,
  raiseFromRollout,
  recoverFromMonitor,
  retireWithMonitor,
  settleFromRollout,
} from "./alerts/reactions.ts";
import { takeIn as takeInAlerts } from "./alerts/take-in.ts";
import type { Surface } from "./api.ts";
import { surface as apiKeys } from "./api-keys/api.ts";
import { noteUses, publish as publishKeys } from "./api-keys/jobs.ts";
import { surface as audit } from "./audit/api.ts";
import { surface as changes } from "./changes/api.ts";
import { gatherOwn } from "./changes/gather-own.ts";
import { takeReports } from "./changes/take-reports.ts";
import { surface as charges } from "./charges/api.ts";
import { reprice, resumeRepricings } from "./charges/jobs.ts";
import { surface as dashboards } from "./dashboards/api.ts";
import { surface as datasets } from "./datasets/api.ts";
import { surface as deployments } from "./deployments/api.ts";
import { followAlias } from "./deployments/follow-alias.ts";
import { followAliases, publish as publishDeployments } from "./deployments/jobs.ts";
import { servingOf } from "./deployments/serving.ts";
import type { Subscription } from "./events.ts";
import { surface as incidents } from "./incidents/api.ts";
import { escalate, gather, gatherHeard, gatherTogether } from "./incidents/gather.ts";
import { release } from "./incidents/release.ts";
import { settle, settleTogether } from "./incidents/settle.ts";
import type { IntakeHandler } from "./intake/index.ts";
import { drainJob, forgetReceipts } from "./intake/jobs.ts";
import { surface as jobsSurface } from "./jobs/api.ts";
import { surface as labelRequests } from "./label-requests/api.ts";
import { expire as expireLabelRequests, freeze as freezeLabelRequests } from "./label-requests/jobs.ts";
import { surface as llmProviders } from "./llm-providers/api.ts";
import { publish as publishProviders } from "./llm-providers/jobs.ts";
import { surface as llmRoutes } from "./llm-routes/api.ts";
import { publish as publishRoutes } from "./llm-routes/jobs.ts";
import { surface as llmTraces } from "./llm-traces/api.ts";
import { surface as logs } from "./logs/api.ts";
import { surface as members } from "./members/api.ts";
import { surface as metrics } from "./metrics/api.ts";
import { rollUp } from "./metrics/jobs.ts";
import { surface as models } from "./models/api.ts";
import { askServingFrom } from "./models/index.ts";
import { surface as monitors } from "./monitors/api.ts";
import { evaluate, stopEvaluating } from "./monitors/jobs.ts";
import { type EventServices, redeliverEvent, relayEvents } from "./outbox/jobs.ts";
import { surface as predictions } from "./predictions/api.ts";
import { surface as prices } from "./prices/api.ts";
import { publish as publishPrices } from "./prices/jobs.ts";
import { surface as promotions } from "./promotions/api.ts";
import { check as checkPromotions, expire as expirePromotions } from "./promotions/jobs.ts";
import { surface as promptRuns } from "./prompt-runs/api.ts";
import { settle as settlePromptRuns } from "./prompt-runs/jobs.ts";
import { surface as prompts } from "./prompts/api.ts";
import { publish as publishPrompts } from "./prompts/jobs.ts";
import { surface as rollouts } from "./rollouts/api.ts";
import { evaluate as evaluateRollouts } from "./rollouts/evaluate.ts";
import { endTaken } from "./rollouts/reactions.ts";
import type { Runtime } from "./runtime.ts";
import { surface as savedViews } from "./saved-views/api.ts";
import { surface as scores } from "./scores/api.ts";
import { locateScores } from "./scores/locate.ts";
import { takeScores } from "./scores/take-scores.ts";
import { surface as services } from "./services/api.ts";
import { discover, rollUp as rollUpServices } from "./services/jobs.ts";
import { surface as silences } from "./silences/api.ts";
import { turn as turnSilences } from "./silences/jobs.ts";
import { surface as sources } from "./sources/api.ts";
import { surface as targets } from "./targets/api.ts";
import { scrape, stopScraping } from "./targets/jobs.ts";
import { surface as traces } from "./traces/api.ts";
import { surface as training } from "./training/api.ts";
import { purge as purgeTraining } from "./training/purge.ts";
import { surface as virtualKeys } from "./virtual-keys/api.ts";
import { publish as publishLimits } from "./virtual-keys/jobs.ts";
import { endWithKey } from "./virtual-keys/reactions.ts";
import { rebuildSpendJob } from "./virtual-keys/rebuild-spend.ts";
import { surface as webhooks } from "./webhooks/api.ts";
import { send as sendWebhooks, tidy as tidyWebhooks } from "./webhooks/jobs.ts";
import { reactions as webhookReactions } from "./webhooks/reactions.ts";
import { surface as workspaces } from "./workspaces/api.ts";
import { forgetAnswers } from "./workspaces/jobs.ts";

// Models show where they are in use, and deployments come after them.
askServingFrom(servingOf);

/** The only list of nouns. Apps read this; nothing else knows them all. */
export const surfaces: readonly Surface[] = [
  services,
  deployments,
  rollouts,
  predictions,
  metrics,
  dashboards,
  logs,
  traces,
  llmTraces,
  scores,
  datasets,
  changes,
  sources,
  targets,
  monitors,
  alerts,
  silences,
  incidents,
  training,
  models,
  promotions,
  prompts,
  labelRequests,
  webhooks,
  llmProviders,
  llmRoutes,
  virtualKeys,
  prices,
  charges,
  promptRuns,
  workspaces,
  members,
  apiKeys,
  audit,
  savedViews,
  jobsSurface,
];

export const subscriptions: readonly Subscription[] = [
  raiseFromMonitor,
  recoverFromMonitor,
  retireWithMonitor,
  followAlias,
  endTaken,
  raiseFromRollout,
  settleFromRollout,
  hush,
  gather,
  gatherTogether,
  gatherHeard,
  escalate,
  settle,
  settleTogether,
  release,
  endWithKey,
  ...webhookReactions,
];

/** What the gateway accepted for nouns that live in Postgres. */
const intakes: readonly IntakeHandler[] = [takeInAlerts, takeReports, takeScores];

export const jobs: readonly AnyJob<EventServices>[] = [
  drainJob(intakes),
  forgetReceipts,
  relayEvents,
  redeliverEvent,
  publishKeys,
  noteUses,
  forgetAnswers,
  rollUp,
  rollUpServices,
  discover,
  turnSilences,
  lapse,
  gatherOwn,
  scrape,
  evaluate,
  purgeTraining,
  publishDeployments,
  followAliases,
  evaluateRollouts,
  checkPromotions,
  expirePromotions,
  publishPrompts,
  expireLabelRequests,
  freezeLabelRequests,
  sendWebhooks,
  tidyWebhooks,
  publishProviders,
  publishRoutes,
  publishLimits,
  publishPrices,
  reprice,
  resumeRepricings,
  settlePromptRuns,
  rebuildSpendJob,
  locateScores,
];

/** What a process that ran jobs does before its stores are closed: put away what it only remembers. */
export const beforeStop: readonly ((runtime: Runtime) => Promise<void>)[] = [stopEvaluating, stopScraping];
