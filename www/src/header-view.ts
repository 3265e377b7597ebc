// The top of the page: name, promise of privacy, language.
import { h } from "./dom";
import type { Locale } from "./messages";
import type { View, ViewContext } from "./view";
import logo from "./logo.svg";

const languages: [Locale, string][] = [["en", "English"], ["zh-CN", "中文"]];

export function headerView({ t, actions }: ViewContext): View {
  const choices = languages.map(([locale, name]) => ({
    locale,
    button: h("button", { focusKey: `locale-${locale}`, attrs: { type: "button", lang: locale }, on: { click: () => actions.setLocale(locale) } }, name),
  }));
  const element = h("header", { class: "top" },
    h("div", { class: "brand" }, h("img", { attrs: { src: logo, alt: "", width: 28, height: 28 } }), h("h1", {}, "custometry"), h("p", {}, t.tagline)),
    h("p", { class: "privacy", attrs: { title: t.privacyDetail } }, t.privacy),
    h("div", { class: "switch", attrs: { role: "group", "aria-label": t.language } }, ...choices.map(({ button }) => button)));
  return {
    element,
    update: (state) => {
      for (const { locale, button } of choices) button.setAttribute("aria-pressed", String(locale === state.locale));
    },
  };
}
