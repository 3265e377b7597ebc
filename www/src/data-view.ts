// Where the data of the tab come from: file picker and drop target, what was read, and how its text is encoded.
import { h, memo } from "./dom";
import { selectField } from "./fields";
import { encodings, type Dataset, type Encoding, type Source } from "./messages";
import { dataTexts } from "./i18n";
import { chooseFile } from "./picker";
import { previewTable } from "./preview";
import { dataOf, inputOf, isSample, type Data } from "./state";
import type { View, ViewContext } from "./view";

export function dataView(context: ViewContext): View {
  const { t, format, actions } = context;
  const name = h("strong", { class: "source" });
  const summary = h("span", { class: "note" });
  const origin = h("p", { class: "note" });
  const drop = h("p", {});
  const notice = h("p", { class: "notice", attrs: { role: "status" } });
  const encoding = selectField<Encoding>({ key: "encoding", label: t.encoding, choices: encodings.map((value) => [value, t.encodings[value]]), onChange: (value) => actions.setEncoding(value) });
  const preview = h("div", {});
  const details = h("details", {}, h("summary", {}, t.preview), preview);
  const sample = h("button", { class: "quiet", focusKey: "use-sample", attrs: { type: "button" }, on: { click: () => actions.useSample() } }, t.useSample);
  const element = h("section", { class: "card", attrs: { "aria-labelledby": "data-heading" } },
    h("h2", { attrs: { id: "data-heading" } }, t.dataHeading),
    h("div", { class: "drop" }, drop,
      h("button", { class: "primary", focusKey: "choose-file", attrs: { type: "button" }, on: { click: () => chooseFile((file) => actions.openSource(file)) } }, t.chooseFile)),
    h("p", { class: "source-line" }, name, summary), origin, sample, notice, encoding.element, details,
    h("p", { class: "note" }, t.privacyDetail));

  const show = memo((source: Source, dataset: Dataset | null, about: Data) => {
    const own = !isSample(source);
    const texts = dataTexts(t, about);
    drop.textContent = texts.drop;
    origin.textContent = texts.sampleOrigin;
    name.textContent = own ? source.name : texts.sampleName;
    summary.textContent = dataset === null ? "" : t.fileSummary(format.count(dataset.rows), format.count(dataset.columns.length));
    origin.hidden = own;
    sample.hidden = !own;
    notice.hidden = dataset?.encodingGuessed !== true;
    notice.textContent = dataset?.encodingGuessed === true ? t.encodingGuessed(t.encodings[dataset.encoding]) : "";
    encoding.element.hidden = !own || dataset === null;
    if (dataset !== null) encoding.set(dataset.encoding);
    details.hidden = dataset === null;
    if (!notice.hidden) details.open = true;
    preview.replaceChildren(...(dataset === null ? [] : [previewTable(dataset, t.preview)]));
  });
  return {
    element,
    update: (state) => {
      const { source, dataset } = inputOf(state);
      show(source, dataset, dataOf(state.tab));
    },
  };
}
