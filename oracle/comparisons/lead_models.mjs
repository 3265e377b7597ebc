// What custometry makes of the cases of lead_models.py.

export function compute(custometry, run) {
  switch (run.call) {
    case "quality":
      return quality(custometry, run);
    case "weights":
      return weights(custometry, run);
    case "naiveBayes": {
      const model = train(custometry, run.data, { method: "naive-bayes", calibrate: false });
      return { naiveBayes: trainedPart(run.data, model.predict(run.data.train)) };
    }
    case "metrics":
      return measured(custometry, run);
    default:
      throw new Error(`there is no ${run.call}`);
  }
}

export function train(custometry, { train, features }, options) {
  return custometry.trainLeadModel(train, { target: "converted", features, createdAt: "createdAt", ...options });
}

/** The oldest of the values: those of the rows that the model was trained on. */
export function trainedPart({ train }, values) {
  const rows = train.converted.length;
  return Array.from(values).slice(0, rows - Math.round(rows * 0.2));
}

/** How far AUC falls short; the figures are printed, as a bound that is kept does not show by how much. */
function quality(custometry, { title, data, asked, truth, scikitLearn }) {
  const model = train(custometry, data, {});
  const predicted = model.predict(data.held);
  const auc = expectedAuc(predicted, data.probability);
  const error = calibrationError(predicted, data.probability);
  const digits = (value) => value.toFixed(4);
  console.log(
    `${title}: AUC ${digits(auc)}, of the truth ${digits(truth)}, scikit-learn ${digits(scikitLearn.auc)}; ` +
      `calibration error ${digits(error)}, scikit-learn ${digits(scikitLearn.calibrationError)}`,
  );
  const below = Math.max(0, truth - auc);
  const found = { belowScikitLearn: Math.max(0, scikitLearn.auc - auc), belowTruth: below, farBelowTruth: below, calibrationError: error };
  return Object.fromEntries(asked.map((name) => [name, found[name]]));
}

/** Each lead counts as one that converts with its probability, and as one that does not with the rest. */
function expectedAuc(predicted, probability) {
  const order = Array.from(predicted.keys()).sort((a, b) => predicted[a] - predicted[b]);
  let [right, converted, not] = [0, 0, 0];
  for (let from = 0; from < order.length; ) {
    let [here, others, to] = [0, 0, from];
    for (; to < order.length && predicted[order[to]] === predicted[order[from]]; to++) {
      here += probability[order[to]];
      others += 1 - probability[order[to]];
    }
    right += here * (not + others / 2);
    converted += here;
    not += others;
    from = to;
  }
  return right / converted / not;
}

function calibrationError(predicted, probability) {
  const order = Array.from(predicted.keys()).sort((a, b) => predicted[a] - predicted[b] || a - b);
  const rows = order.length;
  let error = 0;
  for (let tenth = 0; tenth < 10; tenth++) {
    const group = order.slice(Math.floor((tenth * rows) / 10), Math.floor(((tenth + 1) * rows) / 10));
    error += Math.abs(group.reduce((sum, row) => sum + predicted[row] - probability[row], 0)) / rows;
  }
  return error;
}

function weights(custometry, { data, penalty }) {
  const model = train(custometry, data, { penalty, bins: false, calibrate: false });
  const logOdds = trainedPart(data, model.predict(data.train)).map((p) => Math.log(p / (1 - p)));
  // Levels that the training part does not have add nothing.
  const named = model.weights.filter(({ weight }) => weight !== 0).map(({ feature, level, weight }) => [`${feature} = ${level ?? "None"}`, weight]);
  const lead = Object.fromEntries(Object.entries(data.train).map(([name, [cell]]) => [name, cell]));
  return { weights: Object.fromEntries(named), intercept: model.explain(lead).intercept, logOdds };
}

function measured(custometry, { data, options }) {
  const model = train(custometry, data, options);
  const held = model.evaluate(data.held, { target: "converted" });
  return { metrics: { ...model.metrics, held: held.metrics }, bestF1: model.metrics.train.f1 };
}
