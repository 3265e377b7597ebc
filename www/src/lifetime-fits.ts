// The fitted models: parameters with standard errors, and how likely they make the data.
import { data, h, memo } from "./dom";
import { usable, type Fit, type LifetimePage, type SpendFit } from "./messages-lifetime";
import type { Problem } from "./messages";
import { pending } from "./state-retention";
import type { View, ViewContext } from "./view";

export function lifetimeFitsView({ t: { lifetime: t }, format }: ViewContext): View {
  const note = h("p", { class: "note" });
  const body = h("div", { class: "table-scroll", focusKey: "fits-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.fitsHeading } });
  const element = h("section", { class: "card", attrs: { id: "lifetime-fits", "aria-labelledby": "fits-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "fits-heading" } }, t.fitsHeading)), note, body);

  const estimate = (fit: Fit | null, name: string) => {
    const found = fit?.estimates.find((one) => one.name === name);
    if (found === undefined) return ["–"];
    return [data(found.value, format.probability(found.value)), ...(found.standardError === null ? [] : [" ", h("small", {}, t.standardError(format.probability(found.standardError)))])];
  };
  const number = (value: number | null | undefined, show: (value: number) => string = format.number) => (value === null || value === undefined ? ["–"] : [data(value, show(value))]);

  const rows = <AFit extends Fit>(key: string, title: string, fits: (AFit | Problem)[], more: [name: string, label: string, cells: (fit: AFit | null) => (Node | string)[]][]) => {
    const good = fits.map((fit) => usable(fit));
    const names = good.find((fit) => fit !== null)?.estimates.map(({ name }) => name) ?? [];
    const line = (name: string, label: Node | string, cells: (fit: AFit | null) => (Node | string)[]) =>
      h("tr", { attrs: { "data-row": `${key}-${name}` } }, h("th", { class: "text", attrs: { scope: "row" } }, label), ...good.map((fit) => h("td", {}, ...cells(fit))));
    return [
      h("tr", { class: "group" }, h("th", { class: "text", attrs: { scope: "rowgroup" } }, title), ...good.map((fit) => h("td", {}, fit === null ? t.notUsable : ""))),
      ...names.map((name) => line(name, h("span", { class: "symbol" }, greek[name] ?? name), (fit) => estimate(fit, name))),
      ...(names.length === 0 ? [] : more.map(([name, label, cells]) => line(name, label, cells))),
    ];
  };

  const show = memo((page: LifetimePage | null) => {
    element.hidden = page === null;
    if (page === null) return;
    const { calibration, all, choices: { model } } = page;
    const both = calibration.until === all.until ? [all] : [calibration, all];
    note.textContent = t.fitsNote(calibration.until, all.until);
    const likelihood: [string, string, (fit: Fit | null) => (Node | string)[]][] = [
      ["logLikelihood", t.logLikelihood, (fit) => number(fit?.logLikelihood)],
      ...(both.some(({ purchases }) => usable(purchases)?.aic != null) ? [["aic", "AIC", (fit) => number(fit?.aic)], ["bic", "BIC", (fit) => number(fit?.bic)]] as [string, string, (fit: Fit | null) => (Node | string)[]][] : []),
      ["customers", t.fitted, (fit) => number(fit?.customers, format.count)],
    ];
    body.replaceChildren(h("table", { class: "fits" },
      h("caption", { class: "visually-hidden" }, t.fitsHeading),
      h("thead", {}, h("tr", {}, h("th", { class: "text", attrs: { scope: "col" } }, t.parameter), ...both.map(({ until }) => h("th", { attrs: { scope: "col" } }, t.until(until))))),
      h("tbody", {}, ...rows("purchases", t.models[model], both.map(({ purchases }) => purchases), likelihood)),
      h("tbody", {}, ...rows<SpendFit>("spend", t.spendModel, both.map(({ spend }) => spend), [
        ["populationMean", t.populationMean, (fit) => number(fit?.populationMean, format.money)],
        ["logLikelihood", t.logLikelihood, (fit) => number(fit?.logLikelihood)],
      ]))));
  });
  return {
    element,
    update: ({ lifetime }) => {
      element.setAttribute("aria-busy", String(pending(lifetime)));
      show(lifetime.page);
    },
  };
}

const greek: Record<string, string> = { alpha: "α", beta: "β" };
