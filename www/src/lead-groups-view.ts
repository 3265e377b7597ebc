// The leads by owner, team or source: how many, their mean score, and how they spread over the tiers.
import { data, h, keepFocus, memo } from "./dom";
import { groupings, type LeadGrouping, type LeadsPage } from "./messages-leads";
import { switchOf } from "./switch";
import type { View, ViewContext } from "./view";

export function leadGroupsView({ t: { leads: t }, format, actions: { leads: actions } }: ViewContext): View {
  const by = switchOf({ key: "lead-groups", label: t.groupBy, choices: groupings.map((by) => [by, t.groupings[by]]), onChoose: (by) => actions.setGrouping(by) });
  const body = h("div", {});
  const element = h("section", { class: "card", attrs: { id: "lead-groups", "aria-labelledby": "lead-groups-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "lead-groups-heading" } }, t.groupsHeading)), h("div", { class: "choices" }, by.element), body);
  const show = memo((page: LeadsPage | null, chosen: LeadGrouping | null) => {
    const found = page?.groups.find((one) => one.by === chosen);
    element.hidden = found === undefined;
    by.set(chosen);
    if (page === null || found === undefined) return;
    const head = [t.groupings[found.by], t.leads, t.meanScore, ...page.tiers.map(({ label }) => label), t.disqualified];
    keepFocus(() => body.replaceChildren(h("div", { class: "table-scroll short", focusKey: "lead-groups-scroll", attrs: { tabindex: 0, role: "group", "aria-label": t.groupsHeading } },
      h("table", {},
        h("caption", { class: "visually-hidden" }, t.groupsHeading),
        h("thead", {}, h("tr", {}, ...head.map((title, i) => h("th", { class: i === 0 ? "text" : "", attrs: { scope: "col" } }, title)))),
        h("tbody", {}, ...found.groups.map(({ value, leads, meanScore, tiers, disqualified }) =>
          h("tr", { attrs: { "data-row": value ?? "" } }, h("th", { class: "text", attrs: { scope: "row" } }, value ?? t.unknown),
            h("td", {}, data(leads, format.count(leads))),
            h("td", {}, meanScore === null ? "–" : data(meanScore, format.tenths(meanScore))),
            ...tiers.map((count) => h("td", {}, data(count, format.count(count)))),
            h("td", {}, data(disqualified, format.count(disqualified))))))))));
  });
  return {
    element,
    update: ({ leads: { busy, page, grouping } }) => {
      element.setAttribute("aria-busy", String(busy !== null));
      show(page, grouping);
    },
  };
}
