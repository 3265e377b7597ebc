// Which language the page speaks: the visitor's last choice here, else the browser's.
import type { Locale } from "./messages";

const key = "custometry.locale";

export function preferredLocale(): Locale {
  const stored = storage()?.getItem(key);
  if (stored === "en" || stored === "zh-CN") return stored;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

export function rememberLocale(locale: Locale): void {
  storage()?.setItem(key, locale);
}

/** Null where the browser denies storage to the page, which then forgets the choice. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
