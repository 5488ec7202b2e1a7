// The connection breaks, as connections do. Nothing is lost, doubled or out of order, and the page says what it does.
import type { Page } from "@playwright/test";
import { composer, open, row, rows } from "./support/channel";
import { expect, test } from "./support/fixtures";

test.use({ choice: { spec: "offline" } });

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, n) => `${word} ${n + 1}.`);

const banner = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words });

/** The sentences of all messages, in the order of the page. */
const sentences = (page: Page, word: string) =>
  rows(page).getByRole("paragraph").filter({ hasText: new RegExp(`^${word} \\d+\\.$`) });

/** Tells the page what a browser tells it when the network is back. */
const noticeNetwork = (page: Page) => page.evaluate(() => dispatchEvent(new Event("online")));

test.beforeEach(({ watch }) => watch.allow(/ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|WebSocket/));

test("fifty messages of the meantime all come, in order, once, with one line about it", async ({ people, cable }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const { page } = await people.student("Away Student", { baseURL: cable.url });
  await teacher.api.post(place, "Before.");
  await open(page, place.path);
  await expect(row(page, "Before.")).toBeVisible();

  cable.cut();
  const texts = numbered("Missed", 50);
  await teacher.api.postAll(place, texts);
  await expect(banner(page, "You are offline.")).toBeVisible();
  await expect(rows(page)).toHaveCount(1);

  cable.mend();
  await noticeNetwork(page);
  await expect(banner(page, "Back online. 50 messages restored.")).toBeVisible();
  await expect(banner(page, "Back online.")).toHaveCount(1);
  await expect(banner(page, "You are offline.")).toBeHidden();
  await expect(sentences(page, "Missed")).toHaveText(texts);

  await teacher.api.post(place, "After.");
  await expect(row(page, "After.")).toBeVisible();
});

test("what is written offline waits and is sent once, in order", async ({ people, cable }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const { page } = await people.student("Train Passenger", { baseURL: cable.url });
  await Promise.all([open(page, place.path), open(teacher.page, place.path)]);

  cable.cut();
  const texts = numbered("Written", 3);
  for (const text of texts) {
    await composer(page).fill(text);
    await composer(page).press("Enter");
  }
  await expect(row(page, "Waiting for connection")).toHaveCount(3);
  await expect(banner(page, "You are offline.")).toBeVisible();
  await expect(rows(teacher.page)).toHaveCount(0);

  await page.getByRole("button", { name: "Retry now" }).click();
  await expect(banner(page, "You are offline.")).toBeVisible();
  cable.mend();
  await noticeNetwork(page);
  for (const reader of [page, teacher.page]) {
    await expect(sentences(reader, "Written")).toHaveText(texts);
  }
  await expect(row(page, "Waiting for connection")).toHaveCount(0);
  await page.reload();
  await expect(sentences(page, "Written")).toHaveText(texts);
});

test("a server that restarts is found again without a reload", async ({ people, cable }) => {
  const { page, api } = await people.student("Patient", { baseURL: cable.url });
  const place = await api.channel("general");
  await open(page, place.path);
  cable.cut();
  cable.mend();
  await api.post(place, "Found again.");
  await expect(row(page, "Found again.")).toBeVisible();
});

test("a server that stands still is noticed within 35 seconds", async ({ people, server, watch }) => {
  test.setTimeout(90_000);
  // What it had taken before it stood still ran out of time.
  watch.allow(/status of 503/);
  const { page, api } = await people.student("Observer");
  await open(page, (await api.channel("general")).path);
  const began = Date.now();
  server.child.kill("SIGSTOP");
  try {
    await expect(banner(page, "You are offline.")).toBeVisible({ timeout: 40_000 });
    expect(Date.now() - began).toBeLessThanOrEqual(35_500);
  } finally {
    server.child.kill("SIGCONT");
  }
  await noticeNetwork(page);
  await expect(banner(page, "You are offline.")).toBeHidden({ timeout: 20_000 });
});
