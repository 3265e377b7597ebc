// A static server for the tests: serves dist/ from a sub path, with exactly the Content-Security-Policy that the page promises to live under.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

export const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const prefix = "/some/sub/path/";
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".csv": "text/csv" };

/** Resolves to the page's address and a function that stops the server. Files whose path matches `without` are not found. */
export async function serve(folder, without = null) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = normalize(join(folder, decodeURIComponent(pathname.slice(prefix.length)) || "index.html"));
    const file = pathname.startsWith(prefix) && path.startsWith(folder + sep) && without?.test(path) !== true ? await stat(path).catch(() => null) : null;
    if (file === null || !file.isFile()) {
      response.writeHead(404, { "content-security-policy": policy }).end();
      return;
    }
    response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream", "content-length": file.size, "content-security-policy": policy });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}${prefix}`, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}
