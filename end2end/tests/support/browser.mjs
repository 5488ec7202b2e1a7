// The browser of the programs beside the suite, set as in playwright.config.ts, and a short way to be somebody in it.
import { chromium } from "@playwright/test";

/** Starts Chromium. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.LYCEUM_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
}

/**
 * Calls a server function as the context's person; returns its answer.
 * @param {import("@playwright/test").BrowserContext} context
 * @param {string} url Origin of the site.
 * @param {string} endpoint
 * @param {{ form: Record<string, string> } | { data: unknown }} body
 */
export async function call(context, url, endpoint, body) {
  const headers = { origin: url, accept: "application/json" };
  const answer = await context.request.post(`${url}/fn/${endpoint}`, { ...body, headers, maxRedirects: 0 });
  if (!answer.ok()) throw new Error(`${endpoint} answered ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}
