// Measures what people feel: from the Enter key to the words on one's own and on somebody else's screen. Prints numbers and
// judges none of them: `node tests/bench/send-to-paint.mjs [MESSAGES]`.
import { call, launch } from "../support/browser.mjs";
import { Server } from "../support/server.mjs";

const MESSAGES = Number(process.argv[2] ?? 200);
const WARM_UP = 10;

const server = await Server.start();
const browser = await launch();
try {
  const token = new URL(await server.setupLink()).searchParams.get("token") ?? "";
  const sender = await newcomer("set_up", { token, login: "sender" });
  const reader = await newcomer("sign_up", { login: "reader" });
  /** @type {Record<"own" | "other", number[]>} */
  const times = { own: [], other: [] };
  for (let n = 0; n < WARM_UP + MESSAGES; n++) {
    const text = `Message number ${n}.`;
    const [own, other] = [painted(sender, text), painted(reader, text)];
    const box = sender.getByRole("textbox", { name: /^Message / });
    await box.fill(text);
    await box.press("Enter");
    const sent = await sender.evaluate(() => window.sentAt);
    if (n < WARM_UP) continue;
    times.own.push((await own) - sent);
    times.other.push((await other) - sent);
  }
  console.log(`${MESSAGES} messages, ${browser.version()}, milliseconds from Enter to paint:`);
  report("own screen", times.own);
  report("other screen", times.other);
} finally {
  await browser.close();
  await server.stop();
}

/** @param {string} endpoint @param {Record<string, string>} account */
async function newcomer(endpoint, account) {
  const context = await browser.newContext({ baseURL: server.url });
  const form = { display_name: account.login ?? "", password: "olive grove at noon", ...account };
  await call(context, server.url, endpoint, { form });
  const page = await context.newPage();
  await page.addInitScript(listenForEnter);
  const live = page.waitForEvent("websocket");
  await page.goto("/c/commons/general");
  await (await live).waitForEvent("framereceived", ({ payload }) => String(payload).includes('"opened"'));
  return page;
}

function listenForEnter() {
  addEventListener("keydown", ({ key }) => {
    if (key === "Enter") window.sentAt = performance.timeOrigin + performance.now();
  }, { capture: true });
}

/**
 * Resolves with the time at which a row with the text had been painted: the end of the frame after it came into the log.
 * @param {import("@playwright/test").Page} page @param {string} text
 */
function painted(page, text) {
  return page.evaluate(
    (text) =>
      new Promise((/** @type {(at: number) => void} */ resolve) => {
        const log = document.querySelector("[role=log]") ?? document.body;
        const look = () => {
          const isThere = [...log.querySelectorAll("article")].some((row) => row.textContent?.includes(text));
          if (!isThere) return;
          observer.disconnect();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
            port2.postMessage(undefined);
          });
        };
        const observer = new MutationObserver(look);
        observer.observe(log, { childList: true, subtree: true, characterData: true });
      }),
    text,
  );
}

/** @param {string} where @param {number[]} times */
function report(where, times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => (sorted[Math.ceil(share * sorted.length) - 1] ?? NaN).toFixed(1).padStart(8);
  console.log(`${where.padEnd(14)} median ${at(0.5)}   p95 ${at(0.95)}   worst ${at(1)}`);
}

