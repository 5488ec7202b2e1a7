// Watches what nobody looks at: the console, uncaught errors, content-policy reports and requests to other origins. A test in
// which one of these speaks fails.
import { expect, type BrowserContext } from "@playwright/test";

export class Watch {
  private readonly complaints: string[] = [];
  private readonly allowed: RegExp[] = [];

  /** Lets a console line pass: Chromium reports refused requests there, whatever the page does. */
  allow(line: RegExp): void {
    this.allowed.push(line);
  }

  /** Watches every page of a context that may speak to one origin only. */
  follow(context: BrowserContext, origin: string): void {
    context.on("console", (message) => {
      this.complain(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => this.complain(`uncaught: ${error.error().stack}`));
    context.on("request", (request) => {
      const { protocol, host } = new URL(request.url());
      const isOwn = protocol === "data:" || protocol === "blob:" || host === new URL(origin).host;
      if (!isOwn) this.complain(`request to another origin: ${request.url()}`);
    });
  }

  /** Fails if anything was said that was not allowed. */
  check(): void {
    const unexpected = this.complaints.filter((line) => !this.allowed.some((allowed) => allowed.test(line)));
    expect(unexpected, "nothing speaks in the console, nothing leaves the site").toEqual([]);
  }

  /** Keeps what matters of a complaint: a panic in WASM is fifty lines of addresses. */
  private complain(text: string): void {
    const lines = text.split("\n").filter((line) => line.trim() && !/panicking|wbg_|wbindgen|^\s*Stack:|^\s*Error$/.test(line));
    this.complaints.push(lines.slice(0, 8).map((line) => line.replace(/ \(http\S*\)/, "")).join("\n"));
  }
}
