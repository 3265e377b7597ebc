// What the visitor can do with cohorts and with the time to the next purchase. Both are computed when they are first looked at.
import type { Problem } from "./messages";
import type { CohortCorner, CohortTable, Grouping, RepeatPage } from "./messages-retention";
import type { Store } from "./state";
import { cohortWindow, firstLines, mostLines, type CohortState, type RepeatState } from "./state-retention";
import type { WorkerClient } from "./worker-client";

export class RetentionActions {
  readonly #store: Store;
  readonly #worker: WorkerClient;
  readonly #fail: (problem: Problem) => void;

  /** `fail` is told of failures after which there is nothing left to show. */
  constructor(store: Store, worker: WorkerClient, fail: (problem: Problem) => void) {
    this.#store = store;
    this.#worker = worker;
    this.#fail = fail;
  }

  /** Asks for what is looked at, unless it is there. */
  refresh(): void {
    const { tab, analysis, cohorts, repeat } = this.#store.state;
    if (analysis === null) return;
    if (tab === "cohorts" && cohorts.of !== analysis) void this.#askCohorts({});
    if (tab === "repeat" && repeat.of !== analysis) void this.#askRepeat({});
  }

  setTable(change: Partial<CohortTable>): void {
    const { table, page, from } = this.#store.state.cohorts;
    // What was found for "automatic" stays when something else changes.
    const period = page?.table.period ?? table.period;
    const samePeriod = change.period === undefined || change.period === period;
    void this.#askCohorts({ table: { ...table, period, ...change }, from: samePeriod ? from : { cohort: null, age: 0 } });
  }

  moveTo(from: CohortCorner): void {
    void this.#askCohorts({ from });
  }

  setGrouping(grouping: Grouping): void {
    void this.#askRepeat({ grouping });
  }

  /** Draws a curve or takes it away. A line that is drawn keeps its look. */
  toggleLine(group: string): void {
    const { repeat } = this.#store.state;
    const lines = new Map(repeat.lines);
    if (!lines.delete(group)) {
      const used = new Set(lines.values());
      const free = Array.from({ length: mostLines }, (_, line) => line).find((line) => !used.has(line));
      if (free === undefined) return;
      lines.set(group, free);
    }
    this.#store.set({ repeat: { ...repeat, lines } });
  }

  async #askCohorts(change: Partial<CohortState>): Promise<void> {
    const { state } = this.#store;
    const asked = { ...state.cohorts, ...change, of: state.analysis, busy: true };
    this.#store.set({ cohorts: asked });
    const { table, from } = asked;
    const outcome = await this.#worker.ask<"cohorts">({ kind: "cohorts", table, from, count: cohortWindow });
    if (outcome === "superseded") return;
    if ("problem" in outcome && outcome.problem.code === "worker-lost") return this.#fail(outcome.problem);
    const now = this.#store.state.cohorts;
    const answer = "problem" in outcome ? { problem: outcome.problem, page: null } : { problem: null, page: outcome.value };
    this.#store.set({ cohorts: { ...now, ...answer, busy: false } });
  }

  async #askRepeat(change: Partial<RepeatState>): Promise<void> {
    const { state } = this.#store;
    const asked = { ...state.repeat, ...change, of: state.analysis, busy: true };
    this.#store.set({ repeat: asked });
    const outcome = await this.#worker.ask<"repeat">({ kind: "repeat", grouping: asked.grouping });
    if (outcome === "superseded") return;
    if ("problem" in outcome && outcome.problem.code === "worker-lost") return this.#fail(outcome.problem);
    const now = this.#store.state.repeat;
    if ("problem" in outcome) this.#store.set({ repeat: { ...now, problem: outcome.problem, page: null, busy: false } });
    else this.#store.set({ repeat: { ...now, problem: null, page: outcome.value, lines: linesOf(now, outcome.value), busy: false } });
  }
}

/** The lines as they were while the groups are the same, else the largest groups, in their order. */
function linesOf({ page: before, lines }: RepeatState, { curves }: RepeatPage): ReadonlyMap<string, number> {
  const same = before !== null && before.curves.length === curves.length && before.curves.every(({ group }, i) => group === curves[i]?.group);
  if (same) return lines;
  const largest = new Set([...curves].sort((a, b) => b.customers - a.customers).slice(0, firstLines));
  return new Map(curves.filter((curve) => largest.has(curve)).map(({ group }, line) => [group, line]));
}
