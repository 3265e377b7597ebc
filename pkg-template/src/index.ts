// All that the package does, wherever it runs, and what the entries need to say how the module is loaded.

export { assignLeads } from "./assignment.js";
export { acquisitionCost, clvFormula, clvFromChurn, clvRetention } from "./clv-formulas.js";
export { cohortRetention } from "./cohorts.js";
export { customer360 } from "./customer360.js";
export { engagementCard, explainEngagement, gradeLeads, scoreEngagement } from "./engagement.js";
export { CustometryError, failure } from "./error.js";
export { load } from "./load.js";
export { addToHistory, qualityAlerts } from "./quality-history.js";
export { compareSnapshots, profileTable, suggestChecks } from "./profile.js";
export { customerRates, retentionRate, revenueRetention, subscriptionRates } from "./rates.js";
export { rfmMigration, segmentRfm } from "./rfm.js";
export { fromState, runningCohorts, runningRfm } from "./running.js";
export { bdwModel, fitBdw, fitSbg, sbgModel } from "./contracts.js";
export { historicValue, valueContribution } from "./historic-value.js";
export { loadLeadModel, trainLeadModel } from "./lead-models.js";
export { lifetimeValue, portfolioValue } from "./lifetime-value.js";
export { fitBgBb, fitBgNbd, fitMbgNbd, fitParetoNbd, purchaseModel } from "./purchase-models.js";
export { aliveHistory, frequencyFit, purchaseMatrix, trackPurchases, validateHoldout } from "./purchase-validation.js";
export { summarizePurchases } from "./purchase-summary.js";
export { provide } from "./runtime.js";
export { bantScorecard, champScorecard, meddicScorecard, scoreLeads } from "./scorecards.js";
export { simulateSummaries, simulateTransactions } from "./simulation.js";
export { fitGammaGamma, spendModel } from "./spend-models.js";
export { kaplanMeier, survivalDurations } from "./survival.js";
export { Table } from "./table.js";
export { version } from "./version.js";
