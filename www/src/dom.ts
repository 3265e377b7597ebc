// The few lines between the page and the DOM. Styles are classes or CSSOM properties, never style attributes: the CSP forbids those.

type Child = Node | string | null | false;
type Handlers = { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };
export interface Props {
  class?: string;
  /** Content attributes; true is an empty attribute, false and null leave it out. */
  attrs?: Record<string, string | number | boolean | null>;
  on?: Handlers;
  /** Lets the focus find its way back when the element is rendered anew. */
  focusKey?: string;
}

/** `h("p", { class: "note" }, "text", node)` */
export function h<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (props.class !== undefined) element.className = props.class;
  if (props.focusKey !== undefined) element.dataset["focus"] = props.focusKey;
  for (const [name, value] of Object.entries(props.attrs ?? {}))
    if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : String(value));
  for (const [name, handler] of Object.entries(props.on ?? {})) element.addEventListener(name, handler as EventListener);
  append(element, children);
  return element;
}

export function append(element: Element, children: readonly Child[]): void {
  element.append(...children.filter((child) => child !== null && child !== false));
}

/** Renders and gives the focus back to the element of the same focusKey. */
export function keepFocus(render: () => void): void {
  const key = focusKeyOf(document.activeElement);
  render();
  if (key !== undefined) focusOn(key);
}

export function focusKeyOf(element: Element | null): string | undefined {
  return element instanceof HTMLElement || element instanceof SVGElement ? element.dataset["focus"] : undefined;
}

export function focusOn(key: string): void {
  document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** A number as text for people and as a value for machines. */
export function data(value: number, text: string): HTMLDataElement {
  return h("data", { attrs: { value } }, text);
}

/** Replaces the content only when one of the things that it depends on has changed. */
export function memo<Inputs extends readonly unknown[]>(render: (...inputs: Inputs) => void): (...inputs: Inputs) => void {
  let last: Inputs | null = null;
  return (...inputs) => {
    if (last !== null && inputs.every((input, i) => input === last?.[i])) return;
    last = inputs;
    render(...inputs);
  };
}
