// Numbers as people of a language write them.
import type { Locale } from "./messages";

export interface Format {
  /** 2,357 */
  count(value: number): string;
  /** 12.3 %, and null as a dash */
  share(value: number | null): string;
  /** 12 % */
  percent(value: number): string;
  /** 12.5 %, and 10 % */
  rate(value: number): string;
  /** 78,088 from a thousand on, 35.28 below */
  money(value: number): string;
  /** 23.80: two decimals, for columns */
  hundredths(value: number): string;
  /** 74.3: one decimal, for columns */
  tenths(value: number): string;
  /** +12.5, −3 */
  signed(value: number): string;
  /** +1.25 */
  signedHundredths(value: number): string;
  /** up to two decimals */
  number(value: number): string;
  /** 0.042 */
  probability(value: number): string;
  /** 4 ms, 1.2 s */
  duration(milliseconds: number): string;
}

export function formatFor(locale: Locale): Format {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const cents = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const signedCents = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" });
  const some = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const wholePercent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const somePercent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  const thousandths = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const seconds = new Intl.NumberFormat(locale, { style: "unit", unit: "second", maximumFractionDigits: 1 });
  const milliseconds = new Intl.NumberFormat(locale, { style: "unit", unit: "millisecond", maximumFractionDigits: 0 });
  return {
    count: (value) => whole.format(value),
    share: (value) => (value === null ? "–" : percent.format(value)),
    percent: (value) => wholePercent.format(value),
    rate: (value) => somePercent.format(value),
    money: (value) => (Math.abs(value) >= 1000 ? whole : cents).format(value),
    hundredths: (value) => cents.format(value),
    tenths: (value) => tenth.format(value),
    signed: (value) => signed.format(value),
    signedHundredths: (value) => signedCents.format(value),
    number: (value) => some.format(value),
    probability: (value) => thousandths.format(value),
    duration: (value) => (value >= 1000 ? seconds.format(value / 1000) : milliseconds.format(Math.max(1, value))),
  };
}
