// What people put on messages: likes, reactions from the picker, and pins.
import type { Locator, Page } from "@playwright/test";
import { open, row, tabTo } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { inspect, PHONE } from "./support/looks";
import type { Person } from "./support/people";

test.use({ choice: { spec: "marks" } });

const REFUSED = /status of 4\d\d/;

const picker = (page: Page): Locator => page.getByRole("dialog", { name: "Add reaction" });

const reactions = (page: Page, text: string): Locator => row(page, text).getByRole("group", { name: "Reactions" });

const actions = (page: Page, text: string): Locator => row(page, text).getByRole("toolbar");

const pins = (page: Page): Locator => page.getByRole("complementary", { name: "Pinned messages" });

/** Two students in a channel with one message. */
async function two(people: { student(name: string): Promise<Person>; admin(): Promise<Person> }, text: string) {
  const [ada, ben, teacher] = [await people.student("Ada Adeyemi"), await people.student("Ben Brook"), await people.admin()];
  const place = await teacher.api.createChannel();
  await teacher.api.post(place, text);
  await Promise.all([ada, ben].map(({ page }) => open(page, place.path)));
  return { ada, ben, teacher, place };
}

test("a like is seen by everybody at once, counts each person once, and is taken back", async ({ people }) => {
  const { ada, ben } = await two(people, "Heaps are trees");
  await row(ada.page, "Heaps").hover();
  await actions(ada.page, "Heaps").getByRole("button", { name: "Like" }).click();
  for (const [page, pressed] of [[ada.page, "true"], [ben.page, "false"]] as const) {
    await expect(reactions(page, "Heaps").getByRole("button", { name: "Like, 1" })).toHaveAttribute("aria-pressed", pressed);
  }
  await reactions(ben.page, "Heaps").getByRole("button", { name: "Like, 1" }).click();
  await expect(reactions(ada.page, "Heaps").getByRole("button", { name: "Like, 2" })).toBeVisible();
  const like = reactions(ben.page, "Heaps").getByRole("button", { name: /^Like/ });
  await expect(like).toHaveAttribute("aria-pressed", "true");
  await expect(like, "the keyboard stays on what was pressed").toBeFocused();

  await like.hover();
  await expect(like).toHaveAttribute("title", "Ada Adeyemi, Ben Brook");
  await expect(like).toHaveAccessibleDescription("Ada Adeyemi, Ben Brook");

  await actions(ada.page, "Heaps").getByRole("button", { name: "Like" }).click();
  await expect(reactions(ben.page, "Heaps").getByRole("button", { name: "Like, 1" })).toBeVisible();
  await ben.page.reload();
  await expect(like).toHaveAttribute("aria-pressed", "true");
  await expect(reactions(ben.page, "Heaps")).toMatchAriaSnapshot({ name: "reactions.aria.yml" });
  await like.click();
  await expect(reactions(ada.page, "Heaps")).toHaveCount(0);
  await expect(row(ben.page, "Heaps"), "what had the keyboard is gone").toBeFocused();
});

test("an emoji is found by a word, by keyboard alone, and comes back among the last ones", async ({ people }) => {
  const { ada, ben } = await two(people, "We meet on Friday");
  const { page } = ada;
  await row(page, "Friday").focus();
  await tabTo(page, actions(page, "Friday").getByRole("button", { name: "Add reaction" }));
  await page.keyboard.press("Enter");
  const search = picker(page).getByRole("searchbox", { name: "Search emoji" });
  await expect(search).toBeFocused();
  await expect(picker(page).getByRole("button", { name: "grinning face", exact: true })).toBeVisible();
  await page.keyboard.type("xyzzy");
  await expect(picker(page).getByRole("status")).toHaveText("No emoji found. Try another word.");
  await search.fill("party pop");
  await expect(picker(page).getByRole("button", { name: "party popper" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(picker(page).getByRole("button", { name: "party popper" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(picker(page)).toBeHidden();
  await expect(reactions(page, "Friday").getByRole("button", { name: "🎉, 1" })).toHaveAttribute("aria-pressed", "true");
  await expect(reactions(ben.page, "Friday").getByRole("button", { name: "🎉, 1" })).toHaveAttribute("aria-pressed", "false");

  await reactions(page, "Friday").getByRole("button", { name: "Add reaction" }).click();
  const recent = picker(page).getByRole("group", { name: "Recently used" });
  await expect(recent.getByRole("button", { name: "party popper" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(picker(page).getByRole("button", { name: "grinning face", exact: true })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(picker(page).getByRole("button", { name: "grinning face with big eyes" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(picker(page)).toBeHidden();
  await expect(reactions(page, "Friday").getByRole("button", { name: "Add reaction" })).toBeFocused();
});

test("the emoji that fits best comes first, and Enter takes it", async ({ people }) => {
  const { ada } = await two(people, "Lift-off");
  const { page } = ada;
  for (const [word, emoji] of [["rocket", "🚀"], ["cat", "🐈"], ["HEART", "💖"]] as const) {
    await row(page, "Lift-off").hover();
    await actions(page, "Lift-off").getByRole("button", { name: "Add reaction" }).click();
    await picker(page).getByRole("searchbox").fill(word);
    await expect(picker(page).getByRole("group", { name: "Found" }).getByRole("button").first()).toHaveText(emoji);
    await page.keyboard.press("Enter");
    await expect(reactions(page, "Lift-off").getByRole("button", { name: `${emoji}, 1` })).toHaveAttribute("aria-pressed", "true");
  }
});

test("the keyboard never moves on to another emoji by itself", async ({ people }) => {
  const { ada, ben, teacher, place } = await two(people, "Three marks");
  const { id } = await teacher.api.post(place, "Marked");
  for (const emoji of ["🎉", "👍", "🚀"]) await ben.api.json("react", { id, emoji, is_on: true });
  await ada.api.json("react", { id, emoji: "🎈", is_on: true });
  const mine = reactions(ada.page, "Marked").getByRole("button", { name: "🎈, 1" });
  await expect(mine).toHaveAttribute("aria-pressed", "true");
  await mine.focus();
  await ben.api.json("react", { id, emoji: "🎉", is_on: false });
  await expect(reactions(ada.page, "Marked").getByRole("button", { name: "🎉, 1" })).toHaveCount(0);
  await expect(mine, "others come and go around it").toBeFocused();
  await ada.page.keyboard.press("Enter");
  await expect(mine).toHaveCount(0);
  await expect(row(ada.page, "Marked")).toBeFocused();
});

test("clicks count one by one, however slow the line is", async ({ people }) => {
  const { ada, ben } = await two(people, "Slowly");
  await ada.page.route("**/fn/react", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  await row(ada.page, "Slowly").hover();
  const like = actions(ada.page, "Slowly").getByRole("button", { name: "Like" });
  await like.click();
  await expect(like, "it is shown before the server knows").toHaveAttribute("aria-pressed", "true");
  await like.click();
  await like.click();
  await expect(reactions(ben.page, "Slowly").getByRole("button", { name: "Like, 1" })).toBeVisible();
  await like.click();
  await expect(reactions(ben.page, "Slowly")).toHaveCount(0);
  await expect(like).toHaveAttribute("aria-pressed", "false");
});

test("a picker closes when its message is gone", async ({ people }) => {
  const { ada, place } = await two(people, "Others");
  const { id } = await ada.api.post(place, "Going");
  await row(ada.page, "Going").hover();
  await actions(ada.page, "Going").getByRole("button", { name: "Add reaction" }).click();
  await expect(picker(ada.page).getByRole("button", { name: "grinning face", exact: true })).toBeVisible();
  await ada.api.form("delete_message", { id });
  await expect(picker(ada.page)).toBeHidden();
});

test("a skin tone is chosen once, and kept", async ({ people }) => {
  const { ada } = await two(people, "Who is in?");
  const { page } = ada;
  await row(page, "Who is in?").hover();
  await actions(page, "Who is in?").getByRole("button", { name: "Add reaction" }).click();
  await picker(page).getByRole("button", { name: "Medium dark" }).click();
  await picker(page).getByRole("searchbox").fill("raising hands");
  await picker(page).getByRole("button", { name: "raising hands" }).click();
  await expect(reactions(page, "Who is in?").getByRole("button", { name: "🙌🏾, 1" })).toBeVisible();
  await page.reload();
  await reactions(page, "Who is in?").getByRole("button", { name: "Add reaction" }).click();
  await expect(picker(page).getByRole("button", { name: "Medium dark" })).toHaveAttribute("aria-pressed", "true");
});

test("in German emoji have German names", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  await teacher.api.post(place, "Guten Morgen");
  const { page } = await people.student("Lena Okafor", { locale: "de-DE", viewport: PHONE });
  await page.goto(place.path);
  await row(page, "Guten Morgen").click();
  await row(page, "Guten Morgen").getByRole("button", { name: "Reaktion hinzufügen" }).click();
  const dialog = page.getByRole("dialog", { name: "Reaktion hinzufügen" });
  await dialog.getByRole("searchbox", { name: "Emoji suchen" }).fill("daumen hoch");
  await dialog.getByRole("button", { name: "Daumen hoch" }).click();
  await expect(row(page, "Guten Morgen").getByRole("button", { name: "Gefällt mir, 1" })).toBeVisible();
});

test("what cannot be done is said, and shown as it is", async ({ people, watch }) => {
  watch.allow(REFUSED);
  watch.allow(/ERR_FAILED|Failed to fetch|ERR_INTERNET_DISCONNECTED/);
  const { ada, place, teacher } = await two(people, "Going soon");
  const { page } = ada;
  await row(page, "Going soon").hover();
  await actions(page, "Going soon").getByRole("button", { name: "Like" }).click();
  const like = reactions(page, "Going soon").getByRole("button", { name: "Like, 1" });
  await expect(like).toBeVisible();
  await page.route("**/fn/react", (route) => route.abort());
  await like.click();
  await expect(page.getByRole("status").first()).toContainText(/reach|connection|server/i);
  await expect(like).toHaveAttribute("aria-pressed", "true");
  await page.unroute("**/fn/react");

  await teacher.api.archive(place);
  await expect(actions(page, "Going soon").getByRole("button", { name: "Like" })).toHaveCount(0);
  await expect(like).toHaveAttribute("aria-disabled", "true");
});

test("staff pin what everybody finds again; it has an address, and goes with its message", async ({ people }) => {
  const { ada, ben, teacher, place } = await two(people, "The exam is on Monday");
  await teacher.api.post(place, "Bring a pencil");
  const page = teacher.page;
  await open(page, place.path);
  await expect(actions(ada.page, "exam").getByRole("button", { name: "Pin" })).toHaveCount(0);
  for (const text of ["exam", "pencil"]) {
    await row(page, text).hover();
    await actions(page, text).getByRole("button", { name: "Pin" }).click();
    await expect(row(ada.page, text)).toContainText(`Pinned by ${teacher.name}`);
  }
  await ada.page.getByRole("button", { name: "Pinned messages" }).click();
  await expect(ada.page).toHaveURL(/\?panel=pins$/);
  const listed = pins(ada.page).getByRole("listitem");
  await expect(listed).toHaveText([/Bring a pencil/, /The exam is on Monday/]);
  await expect(pins(ada.page).getByRole("button", { name: "Unpin" })).toHaveCount(0);
  await listed.filter({ hasText: "exam" }).getByRole("link").click();
  await expect(row(ada.page, "The exam is on Monday")).toBeFocused();

  await page.getByRole("button", { name: "Pinned messages" }).click();
  await pins(page).getByRole("listitem").filter({ hasText: "pencil" }).getByRole("button", { name: "Unpin" }).click();
  await expect(pins(page).getByRole("listitem")).toHaveText([/The exam is on Monday/]);
  await expect(row(ben.page, "pencil")).not.toContainText("Pinned by");

  await row(page, "exam").hover();
  await actions(page, "exam").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(pins(page)).toContainText("Nothing is pinned here");
  await page.keyboard.press("Escape");
  await expect(pins(page)).toBeHidden();
  await expect(page.getByRole("button", { name: "Pinned messages" })).toBeFocused();
});

test("one panel makes way for the other", async ({ people }) => {
  const { ada } = await two(people, "Panels");
  const { page } = ada;
  await page.getByRole("button", { name: /^Members/ }).click();
  await expect(page.getByRole("complementary", { name: "Members" })).toBeVisible();
  await page.getByRole("button", { name: "Pinned messages" }).click();
  await expect(pins(page)).toContainText("Nothing is pinned here");
  await expect(page.getByRole("complementary", { name: "Members" })).toBeHidden();
  await page.goBack();
  await expect(page.getByRole("complementary", { name: "Members" })).toBeVisible();
});

test("without scripts reactions and pins are there to read", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const { id } = await teacher.api.post(place, "Read me");
  await teacher.api.json("react", { id, emoji: "👍", is_on: true });
  await teacher.api.json("pin_message", { id, is_on: true });
  const { page } = await people.student("Lena Okafor", { javaScriptEnabled: false });
  await page.goto(place.path);
  await expect(reactions(page, "Read me").getByRole("button", { name: "Like, 1" })).toBeVisible();
  await expect(row(page, "Read me")).toContainText(`Pinned by ${teacher.name}`);
  await page.getByRole("button", { name: "Pinned messages" }).click();
  await expect(pins(page).getByRole("listitem")).toContainText("Read me");
});

test("marks, the picker and the pins are accessible, and read as what they are", async ({ people }) => {
  test.slow();
  const { teacher, place } = await two(people, "Look at this");
  const { page } = teacher;
  await open(page, place.path);
  await row(page, "Look at this").hover();
  await actions(page, "Look at this").getByRole("button", { name: "Like" }).click();
  await actions(page, "Look at this").getByRole("button", { name: "Pin" }).click();
  await expect(row(page, "Look at this")).toContainText("Pinned by");
  await page.getByRole("button", { name: "Pinned messages" }).click();
  await expect(pins(page).getByRole("listitem")).toContainText("Look at this");
  await expect(pins(page)).toMatchAriaSnapshot({ name: "pins.aria.yml" });
  await inspect(page, "a channel with marks and the panel of pins");
  await page.setViewportSize({ width: 1440, height: 900 });
  await reactions(page, "Look at this").getByRole("button", { name: "Add reaction" }).click();
  await picker(page).getByRole("searchbox").fill("heart with");
  await expect(picker(page)).toMatchAriaSnapshot({ name: "picker.aria.yml" });
  await inspect(page, "the picker");
});
