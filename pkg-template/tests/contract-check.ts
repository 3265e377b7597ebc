// Compiled, never run: the published declarations and the contract are assignable to each other, in both directions, and have
// the same members. (A missing optional member would go unnoticed by assignment alone.)

import * as actual from "custometry";
import * as contract from "./contract.js";

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type SameKeys<A, B> = Same<keyof A, keyof B>;
type Equal<A, B> = Same<A, B> extends true ? SameKeys<A, B> : never;

const all: true[] = [] satisfies true[];

all.push(true satisfies SameKeys<typeof actual, typeof contract>);
all.push(true satisfies Equal<typeof actual.default, typeof contract.default>);
all.push(true satisfies Equal<typeof actual.version, typeof contract.version>);
all.push(true satisfies Equal<typeof actual.segmentRfm, typeof contract.segmentRfm>);
all.push(true satisfies Equal<typeof actual.rfmMigration, typeof contract.rfmMigration>);
all.push(true satisfies Equal<typeof actual.Table, typeof contract.Table>);
all.push(true satisfies Equal<typeof actual.CustometryError, typeof contract.CustometryError>);

all.push(true satisfies Equal<actual.CustometryError, contract.CustometryError>);
all.push(true satisfies Equal<actual.ErrorCode, contract.ErrorCode>);
all.push(true satisfies Equal<actual.Skipped, contract.Skipped>);
all.push(true satisfies Equal<actual.OnInvalid, contract.OnInvalid>);
all.push(true satisfies Equal<actual.Cell, contract.Cell>);
all.push(true satisfies Equal<actual.Row, contract.Row>);
all.push(true satisfies Equal<actual.DictionaryColumn, contract.DictionaryColumn>);
all.push(true satisfies Equal<actual.ColumnData, contract.ColumnData>);
all.push(true satisfies Equal<actual.Columns, contract.Columns>);
all.push(true satisfies Equal<actual.TableInput, contract.TableInput>);
all.push(true satisfies Equal<actual.DateInput, contract.DateInput>);
all.push(true satisfies Equal<actual.ColumnType, contract.ColumnType>);
all.push(true satisfies Equal<actual.Table, contract.Table>);
all.push(true satisfies Equal<actual.TransactionColumns, contract.TransactionColumns>);
all.push(true satisfies Equal<actual.RfmOptions, contract.RfmOptions>);
all.push(true satisfies Equal<actual.RfmThresholds, contract.RfmThresholds>);
all.push(true satisfies Equal<actual.SegmentRule, contract.SegmentRule>);
all.push(true satisfies Equal<actual.RfmResult, contract.RfmResult>);
all.push(true satisfies SameKeys<actual.RfmResult["segments"][number], contract.RfmResult["segments"][number]>);
all.push(true satisfies SameKeys<actual.Skipped["rows"][number], contract.Skipped["rows"][number]>);
