// The file dialog. One input serves every "choose a file" button; it stays in the document, where it cannot be collected
// as garbage while the dialog is open.
import { h } from "./dom";

let input: HTMLInputElement | null = null;

export function chooseFile(open: (file: File) => void): void {
  input?.remove();
  input = h("input", {
    attrs: { type: "file", hidden: true, accept: ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain" },
    on: {
      change: ({ currentTarget }) => {
        const file = (currentTarget as HTMLInputElement).files?.[0];
        if (file !== undefined) open(file);
      },
    },
  });
  document.body.append(input);
  input.click();
}
