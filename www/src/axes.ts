// What the axes of charts name: round values from 0 on, and days of the calendar.

/** 0 and multiples of a round step (1, 2 or 5 times a power of ten) up to the first that reaches `highest`; at most `most` steps. */
export function valueTicks(highest: number, most: number): number[] {
  if (!(highest > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(highest / most));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => highest / size <= most + 1e-9) ?? 10 * power;
  return Array.from({ length: Math.ceil(highest / step - 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

export interface DayTick {
  ms: number;
  label: string;
}

const dayMs = 86_400_000;
const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const monthSteps = [1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600];

/** Days between two, at most `most` of them: first days of months or years, or single days of a short time. */
export function dayTicks(first: number, last: number, most: number): DayTick[] {
  const days = Math.round((last - first) / dayMs);
  if (days < 75) {
    const step = [1, 2, 7, 14, 28].find((size) => days / size + 1 <= most) ?? Math.ceil(days / Math.max(1, most - 1));
    return Array.from({ length: Math.floor(days / step) + 1 }, (_, i) => ({ ms: first + i * step * dayMs, label: isoDay(first + i * step * dayMs) }));
  }
  for (const step of monthSteps) {
    const start = new Date(first);
    const month = start.getUTCFullYear() * 12 + start.getUTCMonth() + (start.getUTCDate() === 1 ? 0 : 1);
    const ticks: DayTick[] = [];
    for (let at = Math.ceil(month / step) * step; ; at += step) {
      const ms = Date.UTC(Math.floor(at / 12), at % 12);
      if (ms > last) break;
      ticks.push({ ms, label: step % 12 === 0 ? String(Math.floor(at / 12)) : isoDay(ms).slice(0, 7) });
    }
    if (ticks.length <= most) return ticks;
  }
  return [];
}
