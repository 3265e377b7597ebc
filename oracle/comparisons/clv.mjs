// What custometry makes of the cases of clv.py.

const FITS = { "bg-nbd": "fitBgNbd", "mbg-nbd": "fitMbgNbd", "pareto-nbd": "fitParetoNbd", "bg-bb": "fitBgBb" };

export function compute(custometry, run) {
  const { call, kind, params, summary, options } = run;
  switch (call) {
    case "summary":
      return summarized(custometry, run);
    case "fit": {
      const model = custometry[FITS[kind]](summary);
      return { ...described(model), atEstimates: { of: Object.values(ofCustomers(model, run.few, run)) } };
    }
    case "known":
      return ofCustomers(custometry.purchaseModel(kind, params), summary, run);
    case "fitSpend": {
      const model = custometry.fitGammaGamma(summary);
      return { ...described(model), atEstimates: { of: [...model.expectedSpend(summary), model.populationMean] } };
    }
    case "knownSpend": {
      const model = custometry.spendModel(params);
      return { spend: [...model.expectedSpend(summary), model.populationMean] };
    }
    case "value":
      return valued(custometry, run);
    case "covariance":
      return { exact: custometry[FITS[kind]](summary).covariances[0][1] };
    case "estimates":
      return { params: custometry[FITS[kind]](summary).params };
    case "converged":
      return { converged: custometry[FITS[kind]](summary).fit.converged };
    case "noMean": {
      const model = custometry.spendModel(params);
      const [spend] = model.expectedSpend({ frequency: [0], monetary: [0] });
      return { mean: model.populationMean, spend: Number.isNaN(spend) ? null : spend };
    }
    case "exact":
      return { exact: exact(custometry.purchaseModel(kind, params), run) };
    case "exactValue": {
      const [frequency, recency, T, monetary] = run.history.map((value) => [value]);
      const models = [custometry.purchaseModel(kind, params), custometry.spendModel(run.spend)];
      const found = custometry.lifetimeValue({ frequency, recency, T, monetary }, ...models, options);
      return { exact: taken(found).lifetimeValue[0] };
    }
    default:
      throw new Error(`there is no ${call}`);
  }
}

/** The columns of a result, which is freed. */
function taken(table) {
  const columns = table.toColumns();
  table.free();
  return columns;
}

function summarized(custometry, { table, options }) {
  const { holdoutMonetary, ...columns } = taken(custometry.summarizePurchases(table, options));
  return columns;
}

function described({ params, standardErrors, covariances, logLikelihood, fit }) {
  return { params, standardErrors, covariances, logLikelihood, converged: fit.converged };
}

function ofCustomers(model, summary, { horizons, times, counts }) {
  return {
    probabilityAlive: model.probabilityAlive(summary),
    expectedPurchases: horizons.map((horizon) => model.expectedPurchases(summary, horizon)),
    newCustomer: times.map((t) => model.expectedPurchasesNewCustomer(t)),
    counts: times.map((t) => counts.map((n) => model.purchaseCountProbability(t, n))),
    // lifetimes has it for this model alone.
    ...(model.kind === "pareto-nbd" && { later: counts.map((n) => model.conditionalCountProbability(summary, horizons[1], n)) }),
  };
}

/** `monthly` as lifetimes has it: each of twelve months discounted from its end, by the rate of a month. */
function valued(custometry, { kind, params, spend, summary, month, rate, options }) {
  const [buyers, spenders] = [custometry.purchaseModel(kind, params), custometry.spendModel(spend)];
  const amounts = spenders.expectedSpend(summary);
  const until = Array.from({ length: 13 }, (_, months) => buyers.expectedPurchases(summary, months * month));
  const monthly = Array.from(amounts, (amount, row) => {
    let total = 0;
    for (let months = 1; months <= 12; months++) total += (amount * (until[months][row] - until[months - 1][row])) / (1 + rate) ** months;
    return total;
  });
  const { lifetimeValue } = taken(custometry.lifetimeValue(summary, buyers, spenders, options));
  return { monthly, lifetimeValue };
}

function exact(model, { what, history, horizon, t, n }) {
  const [frequency, recency, T] = (history ?? []).map((value) => [value]);
  const summary = { frequency, recency, T };
  switch (what) {
    case "expectedPurchases":
      return model.expectedPurchases(summary, horizon)[0];
    case "lnAlive":
      return Math.log(model.probabilityAlive(summary)[0]);
    case "lnCount":
      return Math.log(model.purchaseCountProbability(t, n));
    case "newCustomer":
      return model.expectedPurchasesNewCustomer(t);
    default:
      throw new Error(`there is no ${what}`);
  }
}
