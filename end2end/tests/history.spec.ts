// Reading back in a long channel: older messages come without moving what one reads, newer ones wait to be asked for.
import type { Page } from "@playwright/test";
import { log, open, row, say } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { Gate } from "./support/gate";

test.use({ choice: { spec: "history" } });

const MESSAGES = Array.from({ length: 200 }, (_, n) => `Line ${n + 1} of two hundred`);

const line = (page: Page, n: number) => row(page, new RegExp(`Line ${n} of`));

/** Where a line stands on the screen. */
const top = (page: Page, n: number) => line(page, n).evaluate((row) => row.getBoundingClientRect().top);

const scrollTop = (page: Page) => log(page).evaluate((scroller) => scroller.scrollTop);

/** Scrolls back until a line is in the middle of the view, loading what lies between. */
async function scrollBackTo(page: Page, n: number): Promise<void> {
  await expect(async () => {
    await log(page).evaluate((scroller) => scroller.scrollBy(0, -scroller.scrollHeight));
    await expect(line(page, n)).toBeAttached({ timeout: 200 });
  }).toPass();
  await line(page, n).evaluate((row) => row.scrollIntoView({ block: "center" }));
  await expect(line(page, n)).toBeInViewport();
}

test("older messages load while one scrolls back, and what one reads stays where it is", async ({ people }) => {
  test.slow();
  const teacher = await people.admin();
  const place = await teacher.api.createChannel({ description: "Two hundred lines." });
  await teacher.api.postAll(place, MESSAGES);
  const student = await people.student();
  const { page } = student;
  await open(page, place.path);

  await test.step("the channel opens at its newest message", async () => {
    await expect(line(page, 200)).toBeInViewport();
    await expect(line(page, 1)).toHaveCount(0);
  });

  await test.step("a page of older messages does not move the view", async () => {
    const gate = await Gate.before(page, "**/fn/load_page");
    const asked = page.waitForRequest("**/fn/load_page");
    await scrollBackTo(page, 152);
    await asked;
    const before = await top(page, 152);
    gate.release();
    await expect(line(page, 120)).toBeAttached();
    expect(await top(page, 152)).toBeCloseTo(before, 0);
  });

  await test.step("the start of the channel is reached and says so", async () => {
    await scrollBackTo(page, 1);
    await expect(page.getByText(/^Start of/)).toBeVisible();
    await expect(log(page).getByRole("article")).toHaveCount(200);
  });

  await test.step("new messages do not move the view and are counted", async () => {
    const before = await top(page, 1);
    await teacher.api.postAll(place, ["New one", "New two"]);
    await expect(page.getByRole("button", { name: "2 new messages" })).toBeVisible();
    expect(await top(page, 1)).toBeCloseTo(before, 0);
  });

  await test.step("the button leads to them", async () => {
    await page.getByRole("button", { name: "2 new messages" }).click();
    await expect(row(page, "New two")).toBeInViewport();
    await expect.poll(() => scrollTop(page)).toBe(0);
    await expect(page.getByRole("button", { name: /new messages|Jump to newest/ })).toHaveCount(0);
  });

  await test.step("one's own message brings one back to the newest", async () => {
    await scrollBackTo(page, 180);
    await expect(page.getByRole("button", { name: "Jump to newest" })).toBeVisible();
    await say(page, "Mine");
    await expect(row(page, "Mine")).toBeInViewport();
  });
});

test("history is read page by page without scripts", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  await teacher.api.postAll(place, MESSAGES.slice(0, 80));
  const { page } = await people.student("No Script", { javaScriptEnabled: false });
  await page.goto(place.path);
  await expect(line(page, 80)).toBeInViewport();
  await page.getByRole("link", { name: "Earlier messages" }).click();
  await expect(line(page, 10)).toBeVisible();
});
