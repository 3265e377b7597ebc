// The package's own predictions, for Python to compute metrics of: reads runs of lead_models.py as JSON, and writes for each the
// threshold, and outcomes and predictions of the training part, the test part and later leads.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { train, trainedPart } from "./comparisons/lead_models.mjs";

const custometry = createRequire(new URL("../pkg/package.json", import.meta.url))("custometry");

const results = JSON.parse(readFileSync(0, "utf8")).map(({ data, options }) => {
  const model = train(custometry, data, options);
  const { threshold } = model.metrics.train;
  const outcome = data.train.converted;
  const predicted = Array.from(model.predict(data.train));
  const trained = trainedPart(data, predicted).length;
  const part = (outcome, predicted) => ({ outcome, predicted, threshold });
  return {
    train: part(outcome.slice(0, trained), predicted.slice(0, trained)),
    test: part(outcome.slice(trained), predicted.slice(trained)),
    held: part(data.held.converted, Array.from(model.predict(data.held))),
  };
});
process.stdout.write(JSON.stringify(results));
