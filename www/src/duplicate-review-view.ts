// The review: one cluster after another, with what speaks for it, and the decision about it.
import { data, h, memo } from "./dom";
import { reviewKeys } from "./duplicate-keys";
import { pairPart } from "./duplicate-pair";
import { recordsPart } from "./duplicate-records";
import type { Problem } from "./messages";
import type { Decision } from "./messages-duplicates";
import { problemNote } from "./problem-note";
import { clusterOrders, keyOf, openCluster, orderOf, sure, tally, type DuplicatesState } from "./state-duplicates";
import { switchOf } from "./switch";
import type { View, ViewContext } from "./view";

const decisions: readonly Decision[] = ["merge", "distinct", "later"];
const none: readonly never[] = [];

export function duplicateReviewView(context: ViewContext): View {
  const { t: texts, format, actions: { duplicates: actions } } = context;
  const t = texts.duplicates;
  let shown: DuplicatesState | null = null;
  const keys = reviewKeys(context, () => shown);
  const button = (key: string, label: string, click: () => void, look = "quiet") => h("button", { class: look, focusKey: `duplicate-${key}`, attrs: { type: "button" }, on: { click } }, label);
  const order = switchOf({ key: "duplicate-order", label: t.order, choices: clusterOrders.map((order) => [order, t.orders[order]]), onChoose: (order) => actions.sort(order) });
  const heading = h("h3", { class: "cluster-heading", attrs: { id: "duplicate-cluster" } });
  const facts = h("p", { class: "note" });
  const verdict = h("span", { class: "decision" });
  const bar = h("progress", { attrs: { max: 1, "aria-labelledby": "duplicate-progress" } });
  const progress = h("span", { attrs: { id: "duplicate-progress" } });
  const counts = h("span", { class: "note" });
  const previous = button("previous", t.previous, () => actions.step(-1));
  const next = button("next", t.next, () => actions.step(1));
  const undecided = button("undecided", t.nextUndecided, () => actions.nextUndecided());
  const undo = button("undo", t.undo, () => actions.undo());
  const choices = decisions.map((decision) => [decision, button(`decide-${decision}`, t.decide[decision], () => actions.decide(decision), `choice decide decide-${decision}`)] as const);
  const announcement = h("p", { class: "visually-hidden", attrs: { role: "status", "aria-live": "polite", id: "duplicate-said" } });
  const [records, pair] = [recordsPart(context), pairPart(context)];
  const failed = h("div", {});
  const parts = h("div", { class: "review-parts" }, records.element, pair.element);
  const element = h("section", { class: "card", attrs: { id: "duplicate-review", "aria-labelledby": "duplicate-review-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "duplicate-review-heading" } }, t.review), h("div", { class: "actions" }, undo, keys.button)),
    h("div", { class: "review-progress" }, progress, bar, counts),
    h("div", { class: "choices" }, order.element),
    h("div", { class: "review-bar" },
      h("div", { class: "cluster-line" }, heading, verdict, facts),
      h("div", { class: "actions decide-line" }, ...choices.map(([, element]) => element), h("span", { class: "review-steps" }, previous, next, undecided))),
    failed, parts, announcement, keys.dialog);

  const fail = memo((problem: Problem | null) => failed.replaceChildren(...(problem === null ? [] : [problemNote(problem, texts)])));
  const count = memo((sorted: DuplicatesState["sorted"], decided: DuplicatesState["decisions"]) => {
    const numbers = tally({ sorted, decisions: decided } as DuplicatesState);
    const all = numbers.decided + numbers.later;
    bar.value = sorted.length === 0 ? 0 : numbers.decided / sorted.length;
    progress.replaceChildren(data(numbers.decided, t.progress(format.count(numbers.decided), format.count(sorted.length))));
    counts.textContent = all === 0 ? "" : t.counts(format.count(numbers.merge), format.count(numbers.distinct), format.count(numbers.later));
    undecided.disabled = all === sorted.length;
    counts.textContent += all > 0 && all === sorted.length ? ` · ${t.allDecided}` : "";
  });
  return {
    element,
    update: ({ tab, duplicates: state }) => {
      const cluster = openCluster(state);
      element.hidden = cluster === null;
      shown = tab === "duplicates" && cluster !== null ? state : null;
      if (cluster === null) return;
      const { review, sorted, at, sort, past, last, decisions: decided } = state;
      const key = keyOf(cluster);
      const decision = decided.get(key) ?? null;
      element.setAttribute("aria-busy", String(review.busy));
      keys.set(state.keys);
      order.set(sort);
      count(sorted, decided);
      const title = t.clusterHeading(format.count(at + 1), format.count(sorted.length), cluster.label);
      const said = [...(last === null ? [] : [t.said[last.decision](last.label)]), title].join(" ");
      if (announcement.textContent !== said) announcement.textContent = said;
      heading.textContent = title;
      facts.textContent = t.facts(format.count(cluster.rows.length), sure(cluster.probability, format));
      verdict.textContent = decision === null ? t.undecided : t.decided[decision];
      verdict.dataset["decision"] = decision ?? "";
      const own = orderOf(state, cluster);
      for (const [which, element] of choices) {
        element.setAttribute("aria-pressed", String(which === decision));
        element.disabled = which === "merge" && own.rows.length < 2;
      }
      previous.disabled = at === 0;
      next.disabled = at + 1 >= sorted.length;
      undo.disabled = past.length === 0;
      fail(review.problem);
      const { page } = review;
      parts.hidden = review.problem !== null || page === null;
      // What is shown stays until the next cluster is there.
      if (page === null || keyOf(page) !== key) return;
      records.show(page, state.choices.get(key) ?? none, included(cluster.rows, state.excluded.get(key) ?? none), state.onlyDiffering);
      pair.show(page);
    },
  };
}

const included = remembered((rows: readonly number[], out: readonly number[]): readonly number[] => rows.filter((row) => !out.includes(row)));

/** The same answer, not only an equal one, for as long as the question is the same. */
function remembered<A, B, Answer>(answer: (a: A, b: B) => Answer): (a: A, b: B) => Answer {
  let last: { a: A; b: B; answer: Answer } | null = null;
  return (a, b) => {
    if (last === null || last.a !== a || last.b !== b) last = { a, b, answer: answer(a, b) };
    return last.answer;
  };
}
