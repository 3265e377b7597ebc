// The records by owner and by department: how many, and their score. A name lists the failing cells of those records.
import { data, focusOn, h, keepFocus, memo } from "./dom";
import type { QualityPage } from "./messages-quality";
import { shareBar } from "./share-bar";
import type { View, ViewContext } from "./view";

export function qualityGroupsView({ t: { quality: t }, format, actions: { quality: actions } }: ViewContext): View {
  const body = h("div", { class: "halves" });
  const element = h("section", { class: "card", attrs: { id: "quality-groups", "aria-labelledby": "quality-groups-heading" } },
    h("header", { class: "card-head" }, h("h2", { attrs: { id: "quality-groups-heading" } }, t.groupsHeading)), body);
  const look = async (by: "owner" | "department", value: string) => {
    await actions.only({ [by]: value });
    document.querySelector("#quality-failures")?.scrollIntoView({ block: "start" });
    focusOn("quality-failures-heading");
  };
  const show = memo((page: QualityPage | null) => {
    const groups = page?.groups ?? [];
    element.hidden = groups.length === 0;
    const part = (by: "owner" | "department") => {
      const rows = groups.filter((group) => group.by === by);
      return rows.length === 0 ? [] : [h("div", { class: "table-scroll short", focusKey: `groups-${by}`, attrs: { tabindex: 0, role: "group", "aria-label": t.groupsBy[by] } },
        h("table", {},
          h("caption", { class: "visually-hidden" }, t.groupsBy[by]),
          h("thead", {}, h("tr", {}, ...[t.groupsBy[by], t.groupRecords, t.groupScore].map((title, i) => h("th", { class: i === 0 ? "text" : "", attrs: { scope: "col" } }, title)))),
          h("tbody", {}, ...rows.map(({ value, records, score }) => h("tr", { attrs: { "data-row": value ?? "" } },
            h("th", { class: "text", attrs: { scope: "row" } }, h("button", { class: "segment-name", focusKey: `group-${by}-${value ?? ""}`, attrs: { type: "button", title: t.failuresOf(value ?? t.nobody) }, on: { click: () => void look(by, value ?? "") } }, value ?? t.nobody)),
            h("td", {}, data(records, format.count(records))),
            h("td", {}, score === null ? "–" : h("span", { class: "bar-cell" }, shareBar(score / 100), data(score, format.tenths(score)))))))))];
    };
    keepFocus(() => body.replaceChildren(...part("owner"), ...part("department")));
  });
  return {
    element,
    update: ({ quality: { busy, page } }) => {
      element.setAttribute("aria-busy", String(busy !== null));
      show(page);
    },
  };
}
