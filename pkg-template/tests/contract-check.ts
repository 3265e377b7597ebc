// Compiled, never run: what is published keeps the contract. A function takes whatever the contract lets it take and returns at
// least what the contract promises; a type has every member of the contract's, and may have more.

import * as actual from "custometry";
import * as contract from "./contract.js";

/** A value of the one type does for the other. */
type Keeps<Actual, Contract> = [Actual] extends [Contract] ? true : never;
/** No member is missing. (A missing optional one would go unnoticed by assignment.) */
type Has<Actual, Contract> = [keyof Contract] extends [keyof Actual] ? true : never;
/** What a result has to be. */
type Result<Actual, Contract> = Keeps<Actual, Contract> & Has<Actual, Contract>;
/** What options have to be: those of the contract will do. */
type Options<Actual, Contract> = Keeps<Contract, Actual> & Has<Actual, Contract>;

const all: true[] = [];

all.push(true satisfies Has<typeof actual, typeof contract>);
// lifetimeValue comes further down: the models that it takes are those that are published, which have more than the contract's.
all.push(true satisfies Keeps<Omit<typeof actual, "lifetimeValue">, Omit<typeof contract, "lifetimeValue">>);

all.push(true satisfies Result<actual.CustometryError, contract.CustometryError>);
all.push(true satisfies Keeps<actual.ErrorCode, contract.ErrorCode> & Keeps<contract.ErrorCode, actual.ErrorCode>);
all.push(true satisfies Result<actual.Skipped, contract.Skipped>);
all.push(true satisfies Has<actual.Skipped["rows"][number], contract.Skipped["rows"][number]>);
all.push(true satisfies Options<actual.OnInvalid, contract.OnInvalid>);
all.push(true satisfies Options<actual.Cell, contract.Cell> & Keeps<actual.Cell, contract.Cell>);
all.push(true satisfies Options<actual.Row, contract.Row> & Keeps<actual.Row, contract.Row>);
all.push(true satisfies Options<actual.DictionaryColumn, contract.DictionaryColumn>);
all.push(true satisfies Options<actual.ColumnData, contract.ColumnData>);
all.push(true satisfies Options<actual.Columns, contract.Columns>);
all.push(true satisfies Options<actual.TableInput, contract.TableInput>);
all.push(true satisfies Options<actual.DateInput, contract.DateInput>);
all.push(true satisfies Options<actual.ColumnType, contract.ColumnType> & Keeps<actual.ColumnType, contract.ColumnType>);
all.push(true satisfies Result<actual.Table, contract.Table>);

all.push(true satisfies Options<actual.TransactionColumns, contract.TransactionColumns>);
all.push(true satisfies Options<actual.RfmOptions, contract.RfmOptions>);
all.push(true satisfies Options<actual.RfmThresholds, contract.RfmThresholds> & Keeps<actual.RfmThresholds, contract.RfmThresholds>);
all.push(true satisfies Options<actual.SegmentRule, contract.SegmentRule>);
all.push(true satisfies Result<actual.RfmResult, contract.RfmResult>);
all.push(true satisfies Has<actual.RfmResult["segments"][number], contract.RfmResult["segments"][number]>);

all.push(true satisfies Options<actual.Period, contract.Period>);
all.push(true satisfies Options<actual.CohortOptions, contract.CohortOptions>);
all.push(true satisfies Result<actual.CohortResult, contract.CohortResult>);
all.push(true satisfies Options<actual.SurvivalOptions, contract.SurvivalOptions>);
all.push(true satisfies Result<actual.SurvivalCurve, contract.SurvivalCurve>);
all.push(true satisfies Result<actual.SbgModel, contract.SbgModel>);
all.push(true satisfies Result<actual.FitReport, contract.FitReport>);

all.push(true satisfies Options<actual.PurchaseSummaryOptions, contract.PurchaseSummaryOptions>);
all.push(true satisfies Options<actual.FitOptions, contract.FitOptions>);
all.push(true satisfies Result<actual.PurchaseModel, contract.PurchaseModel>);
all.push(true satisfies Keeps<contract.PurchaseModel["kind"], actual.PurchaseModel["kind"]>);
all.push(true satisfies Result<actual.SpendModel, contract.SpendModel>);
all.push(true satisfies Options<actual.LifetimeValueOptions, contract.LifetimeValueOptions>);
type LifetimeValue = (summary: contract.TableInput, purchases: actual.PurchaseModel, spend: actual.SpendModel, options: contract.LifetimeValueOptions) => contract.Table;
all.push(true satisfies Keeps<typeof actual.lifetimeValue, LifetimeValue>);
// Results without a name of their own, and what the functions take.
all.push(true satisfies Result<ReturnType<typeof actual.clvFormula>, ReturnType<typeof contract.clvFormula>>);
all.push(true satisfies Options<Parameters<typeof actual.clvFormula>[0], Parameters<typeof contract.clvFormula>[0]>);
all.push(true satisfies Options<Parameters<typeof actual.clvRetention>[0], Parameters<typeof contract.clvRetention>[0]>);
all.push(true satisfies Result<ReturnType<typeof actual.summarizePurchases>, ReturnType<typeof contract.summarizePurchases>>);
all.push(true satisfies Keeps<contract.PurchaseModel["params"], Parameters<typeof actual.purchaseModel>[1]>);
all.push(true satisfies Keeps<ReturnType<contract.PurchaseModel["toJSON"]>, Parameters<typeof actual.purchaseModel>[1]>);
all.push(true satisfies Keeps<ReturnType<contract.SpendModel["toJSON"]>, Parameters<typeof actual.spendModel>[0]>);
all.push(true satisfies Options<actual.Scorecard, contract.Scorecard> & Keeps<ReturnType<typeof actual.bantScorecard>, contract.Scorecard>);
all.push(true satisfies Options<actual.Criterion, contract.Criterion>);
all.push(true satisfies Result<actual.LeadScores, contract.LeadScores>);
all.push(true satisfies Has<ReturnType<actual.LeadScores["explain"]>, ReturnType<contract.LeadScores["explain"]>>);
all.push(true satisfies Options<Parameters<typeof actual.scoreLeads>[2] & {}, Parameters<typeof contract.scoreLeads>[2] & {}>);
all.push(true satisfies Options<actual.TrainOptions, contract.TrainOptions>);
all.push(true satisfies Result<actual.ModelMetrics, contract.ModelMetrics>);
all.push(true satisfies Result<actual.LeadModel, contract.LeadModel>);
all.push(true satisfies Result<actual.RunningAnalysis<actual.RfmResult>, contract.RunningAnalysis<contract.RfmResult>>);

all.push(true satisfies Keeps<actual.Severity, contract.Severity> & Keeps<contract.Severity, actual.Severity>);
all.push(true satisfies Keeps<contract.Check, actual.Check>);
all.push(true satisfies Options<actual.QualityOptions, contract.QualityOptions>);
all.push(true satisfies Result<actual.QualityReport, contract.QualityReport>);
all.push(true satisfies Has<actual.QualityReport["checks"][number], contract.QualityReport["checks"][number]>);
all.push(true satisfies Has<actual.QualityReport["dimensions"][number], contract.QualityReport["dimensions"][number]>);
all.push(true satisfies Has<actual.QualityReport["fields"][number], contract.QualityReport["fields"][number]>);
all.push(true satisfies Has<actual.QualityReport["groups"][number], contract.QualityReport["groups"][number]>);
all.push(true satisfies Result<ReturnType<typeof actual.profileTable>, ReturnType<typeof contract.profileTable>>);
all.push(true satisfies Has<ReturnType<typeof actual.profileTable>["columns"][number], ReturnType<typeof contract.profileTable>["columns"][number]>);
all.push(true satisfies Result<ReturnType<typeof actual.compareSnapshots>, ReturnType<typeof contract.compareSnapshots>>);
all.push(true satisfies Has<ReturnType<typeof actual.compareSnapshots>["columns"][number], ReturnType<typeof contract.compareSnapshots>["columns"][number]>);
all.push(true satisfies Keeps<ReturnType<typeof actual.suggestChecks>, contract.Check[]>);
all.push(true satisfies Options<actual.DuplicateOptions, contract.DuplicateOptions>);
all.push(true satisfies Keeps<contract.DuplicateOptions["fields"], actual.DuplicateOptions["fields"]>);
all.push(true satisfies Result<actual.DuplicateResult, contract.DuplicateResult>);
all.push(true satisfies Has<ReturnType<actual.DuplicateResult["explain"]>, ReturnType<contract.DuplicateResult["explain"]>>);
all.push(true satisfies Options<Parameters<typeof actual.pseudonymize>[1], Parameters<typeof contract.pseudonymize>[1]>);
all.push(true satisfies Keeps<Parameters<typeof contract.maskTable>[1], Parameters<typeof actual.maskTable>[1]>);
all.push(true satisfies Result<actual.RunningAnalysis<actual.QualityReport>, contract.RunningAnalysis<contract.QualityReport>>);
