// Words on their way: through reloads, crashes, refusals and other tabs they come once, in order, or stay with their writer.
import { chromium, type Locator, type Page } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Api } from "./support/api";
import { channelLink, composer, log, open, row, rows, say } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { newAccount } from "./support/people";

test.use({ choice: { spec: "outbox" } });

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, n) => `${word} ${n + 1}.`);

/** The sentences of all messages, in the order of the page. */
const sentences = (page: Page, word: string): Locator =>
  rows(page).getByRole("paragraph").filter({ hasText: new RegExp(`^${word} \\d+\\.$`) });

const noticeNetwork = (page: Page) => page.evaluate(() => dispatchEvent(new Event("online")));

const button = (of: Locator, name: string): Locator => of.getByRole("button", { name, exact: true });

test.beforeEach(({ watch }) => watch.allow(/ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_FAILED|WebSocket|40[134]|423/));

test("a reload in the middle of sending five messages: five messages, once each", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const { page } = await people.student();
  await Promise.all([open(page, place.path), open(teacher.page, place.path)]);
  let posts = 0;
  let reached = () => {};
  const third = new Promise<void>((resolve) => (reached = resolve));
  await page.route("**/fn/post_message", async (route) => {
    if (++posts < 3) return route.continue();
    // The server has the third, the page never hears of it.
    await route.fetch();
    reached();
  });
  const texts = numbered("Sent", 5);
  for (const text of texts) await say(page, text);
  await third;
  await page.unroute("**/fn/post_message");
  await Promise.all([page.reload(), expect(sentences(teacher.page, "Sent")).toHaveText(texts)]);
  await expect(sentences(page, "Sent")).toHaveText(texts);
  await expect(rows(teacher.page)).toHaveCount(5);
  await expect(row(page, "Sending")).toHaveCount(0);
});

test("a hundred messages written offline outlive their tab and their browser", async ({ people, cable, watch }) => {
  test.setTimeout(150_000);
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  await open(teacher.page, place.path);
  const folder = await mkdtemp(join(tmpdir(), "lyceum-browser-"));
  const launch = { ...test.info().project.use.launchOptions, baseURL: cable.url };
  const account = newAccount("Night Train");

  const before = await chromium.launchPersistentContext(folder, launch);
  await new Api(before.request, cable.url).signUp(account);
  const [page] = before.pages();
  if (!page) throw new Error("a browser has a page");
  await open(page, place.path);
  cable.cut();
  const texts = numbered("Offline", 100);
  for (const text of texts) await say(page, text);
  const debug = await before.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  debug.send("Page.crash").catch(() => {});
  await crashed;
  await before.close();

  cable.mend();
  const after = await chromium.launchPersistentContext(folder, launch);
  watch.follow(after, cable.url);
  const again = await after.newPage();
  await open(again, place.path);
  for (const reader of [teacher.page, again]) {
    await expect(sentences(reader, "Offline")).toHaveText(texts, { timeout: 30_000 });
    await expect(row(reader, /Waiting|Sending/)).toHaveCount(0);
  }
  await after.close();
  await rm(folder, { recursive: true, force: true });
});

test("what the server refuses is retried, changed or discarded, by keyboard, after a reload as well", async ({ people, cable }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const { page } = await people.student("Late Comer", { baseURL: cable.url });
  await open(page, place.path);
  cable.cut();
  for (const text of ["To retry", "To change", "To discard"]) await say(page, text);
  await teacher.api.archive(place);
  cable.mend();
  await noticeNetwork(page);
  await expect(row(page, "Not sent.")).toHaveCount(3);
  await expect(row(page, "To retry")).toContainText("archived");
  await page.reload();
  await expect(row(page, "Not sent.")).toHaveCount(3);
  await teacher.api.form("restore_channel", { channel: place.id });
  await expect(composer(page)).toBeVisible();

  await button(row(page, "To discard"), "Discard").focus();
  await page.keyboard.press("Enter");
  await expect(row(page, "To discard")).toHaveCount(0);
  await expect(row(page, "To change")).toBeFocused();

  await button(row(page, "To change"), "Edit").focus();
  await page.keyboard.press("Enter");
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue("To change");
  await composer(page).press("End");
  await composer(page).pressSequentially("d words");
  await composer(page).press("Enter");
  await expect(row(page, "To changed words")).not.toContainText("Sending");

  await button(row(page, "To retry"), "Retry").focus();
  await page.keyboard.press("Enter");
  await expect(row(page, "Not sent.")).toHaveCount(0);
  await expect(row(page, "To retry")).toBeFocused();
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page).getByRole("paragraph")).toHaveText(["To changed words", "To retry"]);
});

test("two tabs send what each has, once, and one takes over from the other that is closed", async ({ people, cable }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const student = await people.student("Two Tabs", { baseURL: cable.url });
  const [one, two] = [student.page, await student.context.newPage()];
  await Promise.all([open(one, place.path), open(two, place.path), open(teacher.page, place.path)]);
  cable.cut();
  for (let n = 0; n < 5; n++) {
    await say(one, `One ${n + 1}.`);
    await say(two, `Two ${n + 1}.`);
  }
  await expect(rows(teacher.page)).toHaveCount(0);
  cable.mend();
  await Promise.all([noticeNetwork(one), noticeNetwork(two)]);
  for (const page of [one, two, teacher.page]) {
    await expect(sentences(page, "One")).toHaveText(numbered("One", 5));
    await expect(sentences(page, "Two")).toHaveText(numbered("Two", 5));
    await expect(rows(page)).toHaveCount(10);
  }

  cable.cut();
  for (const text of numbered("Left", 5)) await say(one, text);
  await expect(row(two, "Left")).toHaveCount(0);
  await one.close();
  await expect(row(two, "Left")).toHaveCount(5);
  cable.mend();
  await noticeNetwork(two);
  for (const page of [two, teacher.page]) {
    await expect(sentences(page, "Left")).toHaveText(numbered("Left", 5));
    await expect(rows(page)).toHaveCount(15);
  }
});

test("the outbox holds two hundred, the next one stays in the box and says why", async ({ people, cable }) => {
  test.setTimeout(150_000);
  const place = await (await people.admin()).api.createChannel();
  const { page } = await people.student("Long Tunnel", { baseURL: cable.url });
  await open(page, place.path);
  cable.cut();
  for (const text of numbered("Kept", 200)) await say(page, text);
  await composer(page).fill("One too many");
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("One too many");
  await expect(composer(page)).toHaveAccessibleDescription(/200 messages are waiting/);
  await page.close();
});

test("nobody else in the same browser sees or sends what is not sent", async ({ people, cable }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  await open(teacher.page, place.path);
  const first = await people.student("First Person", { baseURL: cable.url });
  const other = await people.student("Other Person");
  const { page } = first;
  await open(page, place.path);
  cable.cut();
  for (const text of numbered("Private", 3)) await say(page, text);
  // Behind the page's back somebody else signs in in this browser.
  await first.api.form("sign_out", {});
  await first.api.signIn(other);
  cable.mend();
  await noticeNetwork(page);
  await expect(row(page, "Private")).toHaveCount(0);
  await expect(log(page)).toHaveAccessibleName(`Messages in ${place.name}`);
  await say(page, "Somebody else");
  await expect(row(teacher.page, "Somebody else")).toBeVisible();
  await expect(rows(teacher.page)).toHaveCount(1);

  // A page whose session ends leaves for the sign-in page by itself.
  await page.goto("about:blank");
  await first.api.form("sign_out", {});
  await first.api.signIn(first);
  await open(page, place.path);
  await expect(sentences(teacher.page, "Private")).toHaveText(numbered("Private", 3));
  await expect(rows(teacher.page).nth(1)).toHaveAccessibleName(/^First Person/);
});

test("signing out with unsent messages asks first", async ({ people }) => {
  const place = await (await people.admin()).api.createChannel();
  const { page } = await people.student();
  await open(page, place.path);
  await page.route("**/fn/post_message", () => {});
  await say(page, "Stuck");
  await page.getByRole("button", { name: "Settings" }).click();
  const leave = page.getByRole("main").getByRole("button", { name: "Sign out" });
  await leave.click();
  const question = page.getByRole("alertdialog", { name: "Sign out before everything is sent?" });
  await expect(question).toContainText("1 message is not sent yet.");
  await button(question, "Cancel").click();
  await expect(question).toBeHidden();
  await expect(leave).toBeFocused();
  await leave.click();
  await button(question, "Sign out").click();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a channel that is opened offline says so and opens by itself", async ({ people, cable }) => {
  const teacher = await people.admin();
  const [here, there] = [await teacher.api.createChannel(), await teacher.api.createChannel()];
  await teacher.api.post(there, "Waiting there");
  const { page } = await people.student("Commuter", { baseURL: cable.url });
  await open(page, here.path);
  cable.cut();
  await channelLink(page, there.name).click();
  await expect(page.getByRole("heading", { name: "You are offline." })).toBeVisible();
  cable.mend();
  await noticeNetwork(page);
  await expect(row(page, "Waiting there")).toBeVisible();
});

test("drafts survive a reload, follow to another tab, and go when they are sent", async ({ people }) => {
  const { context, page, api } = await people.student();
  const place = await api.channel("general");
  const other = await context.newPage();
  await Promise.all([open(page, place.path), open(other, place.path)]);
  await composer(page).pressSequentially("half a thought");
  await expect(composer(other)).toHaveValue("half a thought");
  await page.reload();
  await expect(composer(page)).toHaveValue("half a thought");
  await composer(other).focus();
  await composer(page).fill("another one");
  await composer(other).press("End");
  await composer(other).pressSequentially(" of mine");
  await expect(composer(other)).toHaveValue("half a thought of mine");
  await composer(other).press("Enter");
  await expect(row(page, "half a thought of mine")).toBeVisible();
  await other.reload();
  await expect(composer(other)).toHaveValue("");
});

test("who is writing when a channel is archived is told why, and is back when it returns", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const { page } = await people.student();
  await open(page, place.path);
  await composer(page).fill("unfinished");
  await teacher.api.archive(place);
  await expect(page.getByText("Archived on").last()).toBeFocused();
  await teacher.api.form("restore_channel", { channel: place.id });
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue("unfinished");
});
