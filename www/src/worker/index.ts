// The module worker: every byte of a file is read and every number computed here, so that the page never freezes.
import init from "custometry";
import type { Encoding, Export, FromWorker, Kind, Problem, Replies, Request, ToWorker } from "../messages";
import { CustomerTable } from "./customer-table";
import { Duplicates } from "./duplicates";
import { Leads } from "./leads";
import { problemOf } from "./problem";
import { Quality } from "./quality";
import { Session } from "./session";

declare const self: DedicatedWorkerGlobalScope;

const session = new Session();
const leads = new Leads();
const customers = new CustomerTable();
const quality = new Quality(customers);
const duplicates = new Duplicates(customers);

async function answer(request: Request, note: (encoding: Encoding) => void, progress: (share: number) => void): Promise<Replies[Kind]> {
  await init();
  switch (request.kind) {
    case "read":
      return session.read(request, note);
    case "analyse":
      return session.analyse(request);
    case "customers":
      return session.customers(request);
    case "cohorts":
      return session.cohorts(request);
    case "repeat":
      return session.repeat(request);
    case "lifetime":
      return session.lifetime().page(request);
    case "values":
      return session.lifetime().list(request);
    case "alive":
      return session.lifetime().alive(request);
    case "interval":
      return session.lifetime().interval();
    case "ids":
      return session.lifetime().ids(request);
    case "readLeads":
      return leads.read(request, note);
    case "scoreLeads":
      return leads.score(request);
    case "leadList":
      return leads.list(request);
    case "lead":
      return leads.lead(request);
    case "whatIf":
      return leads.whatIf(request);
    case "trainLeads":
      return leads.train(request);
    case "readCustomers":
      return customers.read(request, note);
    case "suggestQuality":
      return quality.suggest(request);
    case "checkQuality":
      return quality.check(request);
    case "qualityFailures":
      return quality.failures(request);
    case "qualityRow":
      return quality.row(request);
    case "profileCustomers":
      return quality.profile(request);
    case "compareCustomers":
      return quality.compare(request, note);
    case "guessFields":
      return duplicates.guess();
    case "findDuplicates":
      return duplicates.find(request, progress);
    case "cluster":
      return duplicates.cluster(request);
    case "merged":
      return duplicates.merged(request);
    case "matchModel":
      return duplicates.model(request);
    case "export":
      return csvFile(csv(request.what));
  }
}

function csv(what: Export): string {
  switch (what) {
    case "leads":
      return leads.csv();
    case "quality-failures":
    case "quality-records":
    case "quality-changes":
      return quality.csv(what);
    default:
      return typeof what === "object" && "duplicates" in what ? duplicates.csv(what) : session.csv(what);
  }
}

/** Spreadsheets take a file for UTF-8 only when it starts with the byte order mark. */
const csvFile = (text: string) => new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" });

function toProblem(error: unknown, request: Request): Problem {
  const problem = problemOf(error);
  if (problem.row !== undefined && request.kind === "analyse") problem.cells = session.cells(problem.row, problem.column);
  if (problem.row !== undefined && request.kind === "scoreLeads") problem.cells = leads.cells(problem.row, problem.column);
  return problem;
}

self.addEventListener("message", async ({ data: { id, request } }: MessageEvent<ToWorker>) => {
  const post = (message: FromWorker) => self.postMessage(message);
  try {
    post({ id, value: await answer(request, (note) => post({ id, note }), (progress) => post({ id, progress })) });
  } catch (error) {
    post({ id, problem: toProblem(error, request) });
  }
});
