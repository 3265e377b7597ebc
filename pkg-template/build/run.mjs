// Running the tools of node_modules, on any operating system: always as `node <script>`.

import { spawnSync } from "node:child_process";

/** Runs a program, and throws with its output if it fails. */
export function run(program, args, options = {}) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26, ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}
