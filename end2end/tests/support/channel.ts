// Where things are on a channel's page, by role and name.
import { expect, type Locator, type Page } from "@playwright/test";

export const log = (page: Page): Locator => page.getByRole("log");

export const rows = (page: Page): Locator => log(page).getByRole("article");

export const row = (page: Page, text: string | RegExp): Locator => rows(page).filter({ hasText: text });

export const composer = (page: Page): Locator => page.getByRole("textbox", { name: /^Message / });

export const sidebar = (page: Page): Locator => page.getByRole("navigation", { name: "Conversations" });

export const channelLink = (page: Page, name: string): Locator =>
  sidebar(page).getByRole("link", { name, exact: true });

/** Opens a channel's page and waits until the socket follows the channel: from then on the page is live. */
export async function open(page: Page, path: string): Promise<void> {
  await Promise.all([untilLive(page), page.goto(path)]);
}

/** Resolves when a socket of the page has been told that it follows a channel. */
export function untilLive(page: Page): Promise<void> {
  return new Promise((resolve, reject) => {
    page.on("close", () => reject(new Error("the page closed before it was live")));
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => {
        const frame = String(payload);
        if (frame.includes('"opened"') && frame.includes('"channel:')) resolve();
      });
    });
  });
}

/** Types a message and sends it as people do. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("");
}

/** Presses Tab until the keyboard is where it should be. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 60; presses++) {
    if (await isThere()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reached ${target}`);
}
