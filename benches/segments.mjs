// The ten standard segments over recency x frequency scores, as every peer must assign them.

export const SEGMENTS = [
  "champions",
  "loyal",
  "potential-loyalist",
  "new",
  "promising",
  "need-attention",
  "about-to-sleep",
  "at-risk",
  "cant-lose",
  "hibernating",
];

function segmentOf(r, f) {
  if (r <= 2) return f <= 2 ? "hibernating" : f <= 4 ? "at-risk" : "cant-lose";
  if (r === 3) return f <= 2 ? "about-to-sleep" : f === 3 ? "need-attention" : "loyal";
  if (f === 1) return r === 4 ? "promising" : "new";
  if (f <= 3) return "potential-loyalist";
  return r === 4 ? "loyal" : "champions";
}

/** SEGMENT_CODES[(r - 1) * 5 + f - 1] indexes into SEGMENTS. */
export const SEGMENT_CODES = Uint8Array.from({ length: 25 }, (_, i) =>
  SEGMENTS.indexOf(segmentOf(Math.floor(i / 5) + 1, (i % 5) + 1)),
);
