// The page's end of the worker: one request at a time, and the latest wins. A newer request of the same kind takes the place
// of the older one, whether it waits or is under way; a new file or analysis does so with everything about the old one. Purchases, leads and customers have files of their own.
import type { Encoding, FromWorker, Kind, Problem, Replies, Request, RequestOf, ToWorker } from "./messages";

/** What a request came to. "superseded": a newer one has taken its place, and nothing is left to do. */
export type Outcome<K extends Kind> = { value: Replies[K] } | { problem: Problem } | "superseded";

interface Job {
  id: number;
  request: Request;
  settle: (outcome: Outcome<Kind>) => void;
  note: (encoding: Encoding) => void;
  progress: (share: number) => void;
}

/** What each kind of request makes pointless. */
const supersedes: Record<Kind, readonly Kind[]> = {
  read: ["read", "analyse", "customers", "cohorts", "repeat", "lifetime", "values", "alive", "ids", "interval", "export"],
  analyse: ["analyse", "customers", "cohorts", "repeat", "lifetime", "values", "alive", "ids", "interval", "export"],
  customers: ["customers"],
  cohorts: ["cohorts"],
  repeat: ["repeat"],
  lifetime: ["lifetime", "values", "alive", "interval"],
  values: ["values"],
  alive: ["alive"],
  ids: ["ids"],
  interval: ["interval"],
  readLeads: ["readLeads", "scoreLeads", "leadList", "lead", "whatIf", "trainLeads"],
  scoreLeads: ["scoreLeads", "leadList", "lead", "whatIf"],
  leadList: ["leadList"],
  lead: ["lead"],
  whatIf: ["whatIf"],
  trainLeads: ["trainLeads"],
  readCustomers: ["readCustomers", "suggestQuality", "checkQuality", "qualityFailures", "qualityRow", "profileCustomers", "compareCustomers", "guessFields", "findDuplicates", "cluster", "merged", "matchModel"],
  suggestQuality: ["suggestQuality", "checkQuality", "qualityFailures", "qualityRow"],
  checkQuality: ["checkQuality", "qualityFailures", "qualityRow"],
  qualityFailures: ["qualityFailures"],
  qualityRow: ["qualityRow"],
  profileCustomers: ["profileCustomers"],
  compareCustomers: ["compareCustomers"],
  guessFields: ["guessFields"],
  findDuplicates: ["findDuplicates", "cluster", "merged", "matchModel"],
  cluster: ["cluster"],
  merged: ["merged"],
  matchModel: ["matchModel"],
  export: ["export"],
};

export class WorkerClient {
  #worker: Worker | null = null;
  #lastId = 0;
  #current: Job | null = null;
  #waiting: Job[] = [];

  ask<K extends Kind>(request: RequestOf<K>, note: (encoding: Encoding) => void = () => {}, progress: (share: number) => void = () => {}): Promise<Outcome<K>> {
    this.supersede(request.kind);
    return new Promise((resolve) => {
      this.#waiting.push({ id: ++this.#lastId, request, settle: resolve as Job["settle"], note, progress });
      this.#next();
    });
  }

  /** Does away with what a request of that kind would do away with. */
  supersede(kind: Kind): void {
    const pointless = (job: Job) => supersedes[kind].includes(job.request.kind);
    const replaced = this.#waiting.filter(pointless);
    this.#waiting = this.#waiting.filter((job) => !pointless(job));
    for (const job of replaced) job.settle("superseded");
    if (this.#current === null || !pointless(this.#current)) return;
    // The worker cannot be interrupted: its answer will settle what is settled already.
    this.#current.settle("superseded");
    this.#current.note = this.#current.progress = () => {};
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker/index.ts", import.meta.url), { type: "module", name: "custometry" });
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => this.#receive(data));
    worker.addEventListener("messageerror", () => this.#lost("A message could not be read."));
    worker.addEventListener("error", (event) => {
      event.preventDefault(); // it is reported on the page
      this.#lost(event.message || "The worker could not be loaded.");
    });
    return worker;
  }

  #next(): void {
    if (this.#current !== null) return;
    const job = this.#waiting.shift();
    if (job === undefined) return;
    this.#current = job;
    const message: ToWorker = { id: job.id, request: job.request };
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #receive(message: FromWorker): void {
    const job = this.#current;
    if (job === null || job.id !== message.id) return;
    if ("note" in message) {
      job.note(message.note);
      return;
    }
    if ("progress" in message) {
      job.progress(message.progress);
      return;
    }
    this.#current = null;
    job.settle("problem" in message ? { problem: message.problem } : { value: message.value });
    this.#next();
  }

  /** The worker is gone, and its table with it: everything that was asked fails, and the next request starts a new one. */
  #lost(message: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    const jobs = this.#current === null ? this.#waiting : [this.#current, ...this.#waiting];
    this.#current = null;
    this.#waiting = [];
    for (const job of jobs) job.settle({ problem: { code: "worker-lost", message } });
  }
}
