// Loading the module: from a Module, bytes, a Response or an address to something that runs.

import { failure, invalidOption } from "./error.js";
import { ensureReady, isProvided, isReady, start } from "./runtime.js";

/** What `init` takes. */
export type InitSource = WebAssembly.Module | BufferSource | Response | URL | string | Promise<unknown>;

/** "\0asm" */
const WASM_MAGIC = 0x0061736d;

let loading: Promise<void> | undefined;

/** Loads the module from `from`, or from where the entry says. Does nothing when the module is running. */
export async function load(from: InitSource | undefined): Promise<void> {
  if (isReady()) return;
  if (from === undefined && isProvided()) return ensureReady();
  loading ??= start(() => compile(from)).finally(() => {
    loading = undefined;
  });
  return loading;
}

async function compile(from: unknown): Promise<WebAssembly.Module> {
  const given = exported(await from);
  if (tag(given) === "WebAssembly.Module") return given as WebAssembly.Module;
  if (given instanceof ArrayBuffer || tag(given) === "ArrayBuffer" || ArrayBuffer.isView(given)) return WebAssembly.compile(given as BufferSource);
  if (typeof given === "string" || tag(given) === "URL") return compileResponse(await request(given as string | URL));
  if (isResponse(given)) return compileResponse(given);
  throw invalidOption(
    `init cannot load the module from ${given === undefined ? "nothing" : `a value of type ${tag(given)}`}`,
    "Give the address of custometry_bg.wasm, a Response, its bytes, or a WebAssembly.Module.",
  );
}

/** `import("custometry/custometry_bg.wasm")` brings a namespace whose default is the Module or the address. */
function exported(given: unknown): unknown {
  return typeof given === "object" && given !== null && tag(given) === "Module" && "default" in given ? given.default : given;
}

async function request(address: string | URL): Promise<Response> {
  try {
    return await fetch(address);
  } catch (error) {
    throw failure("not-initialized", `${String(address)} could not be fetched`, {
      help: "Check the address of custometry_bg.wasm and the page's Content Security Policy (connect-src), or import \"custometry/inline\", which fetches nothing.",
      cause: error,
    });
  }
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  const from = response.url || "the response";
  const help = "Serve custometry_bg.wasm from the package at that address, or pass its address to init().";
  if (!response.ok) throw failure("not-initialized", `${from} answered ${response.status}`, { help });
  const type = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/wasm") return WebAssembly.compileStreaming(response);
  // Served under another type: look at the bytes themselves, since a page of HTML is what a wrong address often answers with.
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength < 4 || new DataView(bytes).getUint32(0) !== WASM_MAGIC) {
    throw failure("not-initialized", `${from} answered ${type || "something"} that is not a WebAssembly module`, { help });
  }
  return WebAssembly.compile(bytes);
}

function isResponse(given: unknown): given is Response {
  return tag(given) === "Response" && typeof (given as Response).arrayBuffer === "function";
}

/** The built-in name of a value's kind, the same in every realm. */
function tag(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
