// The public types: what goes into the package and what comes out of it.

export type * from "./types/common.js";
export type * from "./types/rfm.js";
export type * from "./types/cohorts.js";
export type * from "./types/rates.js";
export type * from "./types/survival.js";
export type * from "./types/contracts.js";
export type * from "./types/clv.js";
export type * from "./types/scorecards.js";
export type * from "./types/engagement.js";
export type * from "./types/assignment.js";
export type * from "./types/lead-models.js";
export type * from "./types/privacy.js";
export type * from "./types/customer360.js";
export type * from "./types/quality-history.js";
export type * from "./types/quality.js";
export type * from "./types/profile.js";
export type * from "./types/duplicates.js";
