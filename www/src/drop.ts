// The whole page is a drop target for one file.
import { h } from "./dom";

export function acceptDrops(open: (file: File) => void, hint: () => string): void {
  const veil = h("div", { class: "veil", attrs: { hidden: true, "aria-hidden": "true" } });
  document.body.append(veil);
  // dragenter and dragleave come for every element on the way: the veil stays while more were entered than left.
  let depth = 0;
  const hide = () => {
    depth = 0;
    veil.hidden = true;
  };
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
  addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth++;
    veil.textContent = hint();
    veil.hidden = false;
  });
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
  });
  addEventListener("dragleave", () => {
    depth--;
    if (depth <= 0) hide();
  });
  addEventListener("drop", (event) => {
    hide();
    if (!carriesFiles(event)) return;
    event.preventDefault(); // otherwise the browser leaves the page to show the file
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) open(file);
  });
}
