// The parts of the page, one at a time: of purchases, of leads, and of a table of customers. The address
// names the one that is shown.
import { h } from "./dom";
import { dataOf, tabs, type Data, type State, type Tab } from "./state";
import type { View, ViewContext } from "./view";

/** Without what there is nothing to show of the data. */
const resultOf: Record<Data, (state: State) => object | null> = {
  purchases: ({ analysis }) => analysis,
  leads: ({ leads }) => leads.page,
  customers: ({ customers }) => customers.dataset,
};

/** The tab that the address names. */
export function tabInAddress(): Tab | null {
  return tabs.find((tab) => location.hash === `#${tab}`) ?? null;
}

export function tabsView({ t, actions }: ViewContext, panels: Record<Tab, View[]>): View {
  const choose = (tab: Tab) => {
    history.replaceState(history.state, "", `#${tab}`);
    actions.showTab(tab);
  };
  const buttons = tabs.map((tab, i) => {
    const button = h("button", { class: "tab", focusKey: `tab-${tab}`, attrs: { type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": `panel-${tab}` }, on: { click: () => choose(tab) } }, t.retention.tabs[tab]);
    button.addEventListener("keydown", ({ key }) => {
      const next = key === "ArrowRight" ? i + 1 : key === "ArrowLeft" ? i - 1 : key === "Home" ? 0 : key === "End" ? tabs.length - 1 : null;
      if (next === null) return;
      const target = tabs[(next + tabs.length) % tabs.length] ?? tab;
      choose(target);
      buttons.find((other) => other.tab === target)?.button.focus();
    });
    return { tab, button };
  });
  const list = h("div", { class: "tabs", attrs: { role: "tablist", "aria-label": t.retention.tabList } }, ...buttons.map(({ button }) => button));
  const parts = tabs.map((tab) => ({
    tab,
    panel: h("div", { class: "panel", attrs: { role: "tabpanel", id: `panel-${tab}`, "aria-labelledby": `tab-${tab}` } }, ...panels[tab].map(({ element }) => element)),
  }));
  return {
    element: h("div", { class: "panels" }, list, ...parts.map(({ panel }) => panel)),
    update: (state) => {
      for (const { tab, button } of buttons) {
        button.setAttribute("aria-selected", String(tab === state.tab));
        button.tabIndex = tab === state.tab ? 0 : -1;
      }
      for (const { tab, panel } of parts) panel.hidden = tab !== state.tab || resultOf[dataOf(tab)](state) === null;
      for (const views of Object.values(panels)) for (const view of views) view.update(state);
    },
  };
}
