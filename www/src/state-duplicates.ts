// What the page shows of duplicates, and what was decided about them. Decisions belong to the records of a cluster: a search that finds
// the same cluster again finds its decision, too.
import type { Format } from "./format";
import type { Problem } from "./messages";
import type { Cluster, ClusterPage, Decision, DuplicateSettings, DuplicatesPage, MergeChoice, MergedPage, MergeOrder } from "./messages-duplicates";

export const clusterOrders = ["sure", "doubtful", "file"] as const;
export type ClusterOrder = (typeof clusterOrders)[number];

export interface DuplicatesState {
  settings: DuplicateSettings;
  /** "guessing": it is found out what the columns are. */
  busy: "guessing" | "searching" | null;
  /** The share of the search that is done; null: not known. */
  progress: number | null;
  guessed: boolean;
  /** What the result is of. */
  searched: DuplicateSettings | null;
  page: DuplicatesPage | null;
  problem: Problem | null;
  sort: ClusterOrder;
  /** The clusters in the order in which they are looked at. */
  sorted: readonly Cluster[];
  /** The place of the cluster that is looked at. */
  at: number;
  review: { busy: boolean; page: ClusterPage | null; problem: Problem | null; pair: readonly [number, number] | null };
  onlyDiffering: boolean;
  /** By cluster. */
  decisions: ReadonlyMap<string, Decision>;
  excluded: ReadonlyMap<string, readonly number[]>;
  choices: ReadonlyMap<string, readonly MergeChoice[]>;
  past: readonly { key: string; before: Decision | undefined }[];
  /** What was done last, in words for those who do not see it. */
  last: { decision: Decision | "undone"; label: string } | null;
  decidedFrom: number;
  merged: { busy: boolean; page: MergedPage | null; problem: Problem | null };
  /** Whether single keys do something. */
  keys: boolean;
}

/** Tables of so many rows are searched without being asked for. */
export const quicklySearched = 5_000;
/** What becomes of tables of so many rows is shown anew with each decision. */
export const quicklyMerged = 20_000;
export const decidedPageSize = 10;

const noReview: DuplicatesState["review"] = { busy: false, page: null, problem: null, pair: null };
export const nothingMerged: DuplicatesState["merged"] = { busy: false, page: null, problem: null };

/** What goes with a search. */
export const noSearch = { page: null, searched: null, problem: null, sorted: [], at: 0, review: noReview, last: null, decidedFrom: 0, merged: nothingMerged } satisfies Partial<DuplicatesState>;

export const noDuplicates: DuplicatesState = {
  settings: { fields: {}, key: null, updatedAt: null, threshold: 0.5 }, busy: null, progress: null, guessed: false, sort: "sure", onlyDiffering: false, keys: true,
  decisions: new Map(), excluded: new Map(), choices: new Map(), past: [], ...noSearch,
};

export const keyOf = ({ rows }: { rows: readonly number[] }): string => rows.join(",");

export const openCluster = ({ sorted, at }: DuplicatesState): Cluster | null => sorted[at] ?? null;

export function orderOf({ excluded, choices }: DuplicatesState, cluster: Cluster): MergeOrder {
  const key = keyOf(cluster);
  const out = excluded.get(key) ?? [];
  return { rows: cluster.rows.filter((row) => !out.includes(row)), choices: choices.get(key) ?? [] };
}

/** How many clusters of the search were decided, and how. */
export function tally({ sorted, decisions }: DuplicatesState): Record<Decision | "decided", number> {
  const counts = { merge: 0, distinct: 0, later: 0, decided: 0 };
  for (const cluster of sorted) {
    const decision = decisions.get(keyOf(cluster));
    if (decision === undefined) continue;
    counts[decision]++;
    if (decision !== "later") counts.decided++;
  }
  return counts;
}

export function inOrder(clusters: readonly Cluster[], sort: ClusterOrder): readonly Cluster[] {
  if (sort === "file") return clusters;
  const sign = sort === "sure" ? -1 : 1;
  return [...clusters].sort((a, b) => sign * (a.probability - b.probability));
}

/** A probability in words that do not claim to be certain: "> 99.9 %". */
export function sure(value: number, { share }: Pick<Format, "share">): string {
  return value >= 0.9995 ? `> ${share(0.999)}` : share(value);
}

/** Whether the result is not of the choices that are shown. */
export function outdated({ settings, searched }: DuplicatesState): boolean {
  return searched !== null && JSON.stringify(searched) !== JSON.stringify(settings);
}
