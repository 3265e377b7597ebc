// Why two records are taken for one: the match weight as a waterfall that begins with the prior, and its values as a table.
import { chartBox, valueTable } from "./chart-box";
import { data, h, memo } from "./dom";
import type { ClusterPage } from "./messages-duplicates";
import { reading } from "./reading";
import { sure } from "./state-duplicates";
import { barSwatch } from "./svg";
import type { ViewContext } from "./view";
import { ticksAround, waterfall, type Bar } from "./waterfall";

export function pairPart({ t: { duplicates: t }, format, actions: { duplicates: actions } }: ViewContext): { readonly element: HTMLElement; show(page: ClusterPage): void } {
  const box = chartBox();
  const readout = reading(t.chartHint);
  const table = valueTable("duplicate-pair-values", t.valuesHeading);
  const note = h("p", { class: "note" });
  const select = (key: string) => h("select", { focusKey: key, attrs: { name: key }, on: { change: () => choose(key) } });
  const [first, second] = [select("duplicate-pair-a"), select("duplicate-pair-b")];
  const chosen = h("div", { class: "pair-choice" }, h("label", { class: "labelled" }, t.pairA, first), h("label", { class: "labelled" }, t.pairB, second));
  let rows: readonly number[] = [];
  const choose = (changed: string) => {
    const places = [first.selectedIndex, second.selectedIndex];
    // A record is not compared with itself: the other one gives way.
    if (places[0] === places[1]) places[changed === "duplicate-pair-a" ? 1 : 0] = places[0] === 0 ? 1 : 0;
    const [a, b] = [rows[Math.min(...places)], rows[Math.max(...places)]];
    if (a !== undefined && b !== undefined) actions.setPair([a, b]);
  };
  return {
    element: h("div", { class: "part", attrs: { id: "duplicate-pair" } }, h("h3", {}, t.pairHeading), chosen, note, readout.element, box.element, table.element),
    show: memo((page: ClusterPage) => {
      rows = page.rows;
      const { names, pair, explanation: { prior, contributions, matchWeight, probability } } = page;
      const [a, b] = [rows.indexOf(pair[0]), rows.indexOf(pair[1])];
      const name = (place: number) => t.record(format.count(place + 1), names[place] ?? "");
      chosen.hidden = rows.length === 2;
      for (const [field, at] of [[first, a], [second, b]] as const) {
        field.replaceChildren(...rows.map((row, place) => h("option", { attrs: { value: row } }, name(place))));
        field.selectedIndex = at;
      }
      note.textContent = t.pairNote(sure(probability, format));
      let sum = prior;
      const bars: Bar[] = [{ label: t.prior, from: 0, to: prior, look: "total", text: format.signedHundredths(prior) }];
      for (const { field, level, valueA, valueB, matchWeight: adds } of contributions) {
        const missing = valueA === null || valueB === null;
        bars.push({ label: t.named(field, missing ? t.missing : level), from: sum, to: sum + adds, look: adds < 0 ? "loss" : "gain", missing, text: missing ? "" : format.signedHundredths(adds) });
        sum += adds;
      }
      bars.push({ label: t.named(t.total, sure(probability, format)), from: 0, to: matchWeight, look: "total", text: format.signedHundredths(matchWeight) });
      const ends = bars.flatMap(({ from, to }) => [from, to]);
      const describe = (place: number) => {
        const one = contributions[place - 1];
        const bar = bars[place];
        if (one === undefined || bar === undefined) return t.named(bar?.label ?? "", bar?.text ?? "");
        return t.named([bar.label, ...(bar.missing === true ? [] : [bar.text])].join(" "), `${one.valueA ?? "–"} / ${one.valueB ?? "–"}`);
      };
      const say = (place: number | null) => readout.show(place === null ? null : describe(place), [[barSwatch("gain"), t.agrees], [barSwatch("loss"), t.disagrees]]);
      say(null);
      box.show((width) => waterfall({
        key: "duplicate-waterfall", width, label: t.chartLabel(name(a), name(b)), bars, ticks: ticksAround(Math.min(...ends), Math.max(...ends), width < 480 ? 5 : 8), showTick: format.number, describe, onRead: say,
      }));
      const weight = (value: number) => data(value, format.signedHundredths(value));
      table.show([t.field, t.valueA, t.valueB, t.level, t.weight, t.rare, t.sum], () => [
        [t.prior, "", "", "", weight(prior), "", weight(prior)],
        ...contributions.map(({ field, valueA, valueB, level, matchWeight, frequencyAdjustment, total }) =>
          [field, valueA ?? "–", valueB ?? "–", valueA === null || valueB === null ? t.missing : level, weight(matchWeight), frequencyAdjustment === 0 ? "" : weight(frequencyAdjustment), weight(total)]),
        [t.total, "", "", sure(probability, format), weight(matchWeight), "", weight(matchWeight)],
      ]);
    }),
  };
}
