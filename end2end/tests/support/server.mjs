// Runs the program as an operator does: an empty data folder, a free port, SIGTERM at the end. Plain JavaScript, so that the
// screenshot and bench programs start it without a compiler.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BINARY = process.env.LYCEUM_BIN ?? fileURLToPath(new URL("../../../target/debug/lyceum", import.meta.url));
const READY_WITHIN_MS = 20_000;
const STOPPED_WITHIN_MS = 10_000;
const BROKEN = /\bERROR\b|panicked at/;

/** @typedef {{ demo?: boolean, settings?: Record<string, string> }} ServerOptions */

/** A running server on a data folder of its own. */
export class Server {
  /** What the server printed on stdout. @type {string[]} */
  printed = [];
  /** What the server logged. @type {string[]} */
  logged = [];
  /** Origin of the site. */
  url = "";

  /** @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child @param {string} folder */
  constructor(child, folder) {
    this.child = child;
    this.folder = folder;
    this.exited = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
    createInterface(child.stderr).on("line", (line) => this.logged.push(line));
    createInterface(child.stdout).on("line", (line) => {
      this.printed.push(line);
      child.emit("printed");
    });
  }

  /**
   * Starts a server and waits for its ready line. Rates are off: only specs about rates want them.
   * @param {ServerOptions} [options]
   */
  static async start(options = {}) {
    const folder = await mkdtemp(join(tmpdir(), "lyceum-e2e-"));
    const args = ["serve", "--listen", "127.0.0.1:0", "--data-dir", folder];
    if (options.demo) args.push("--demo");
    const child = spawn(BINARY, args, {
      cwd: folder,
      env: environment(options.settings ?? {}),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const server = new Server(child, folder);
    child.once("error", (error) => server.logged.push(String(error)));
    server.url = await server.line(/^listening on (http:\S+)$/);
    return server;
  }

  /** Waits for a printed line and returns its first group. @param {RegExp} pattern @returns {Promise<string>} */
  line(pattern) {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error(`no line ${pattern}; printed: ${this.printed}; logged: ${this.logged.join("\n")}`));
      const patience = setTimeout(fail, READY_WITHIN_MS);
      const look = () => {
        const found = this.printed.map((line) => pattern.exec(line)).find(Boolean);
        if (!found) return;
        clearTimeout(patience);
        this.child.off("printed", look);
        resolve(found[1] ?? "");
      };
      this.exited.then(fail);
      this.child.on("printed", look);
      look();
    });
  }

  /** The one-time link that a server without accounts prints. */
  setupLink() {
    return this.line(/^setup (http:\S+)$/);
  }

  /** Runs a command of the program on the same data. @param {...string} args @returns {Promise<void>} */
  run(...args) {
    const child = spawn(BINARY, [...args, "--data-dir", this.folder], { cwd: this.folder, env: environment({}), stdio: "ignore" });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(" ")} ended with ${code}`))));
    });
  }

  /** Stops the server and fails unless it goes quietly: exit code 0, nothing broken in its log. */
  async stop() {
    this.child.kill("SIGTERM");
    const patience = setTimeout(() => this.child.kill("SIGKILL"), STOPPED_WITHIN_MS);
    const exit = await this.exited;
    clearTimeout(patience);
    await rm(this.folder, { recursive: true, force: true });
    const broken = this.logged.filter((line, n) => BROKEN.test(line) || BROKEN.test(this.logged[n - 1] ?? ""));
    if (broken.length > 0) throw new Error(`the server's log says:\n${broken.join("\n")}`);
    if (exit !== 0) throw new Error(`the server ended with ${exit}; its log:\n${this.logged.slice(-20).join("\n")}`);
  }
}

/** The environment without our own variables, which are no settings. @param {Record<string, string>} settings */
function environment(settings) {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith("LYCEUM_"));
  return {
    ...Object.fromEntries(inherited),
    NO_COLOR: "1",
    LYCEUM_RATE__POSTS_PER_5_SECONDS: "0",
    LYCEUM_RATE__POSTS_PER_MINUTE: "0",
    LYCEUM_RATE__SIGN_IN_FAILURES: "0",
    ...settings,
  };
}
