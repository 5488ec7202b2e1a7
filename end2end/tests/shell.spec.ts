// The frame around the conversation: the members panel, the phone's one view at a time, and moving about by keyboard.
import { COURSE } from "./support/api";
import { channelLink, composer, open, row, rows, sidebar, tabTo } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { PHONE } from "./support/looks";

test.use({ choice: { spec: "shell" } });

test("the members panel lists who is here, has an address, and gives the keyboard back", async ({ people }) => {
  const { page, api, name } = await people.student("Chloé Martin");
  await open(page, (await api.channel("general")).path);
  const opener = page.getByRole("button", { name: /^Members, \d+$/ });
  const panel = page.getByRole("complementary", { name: "Members" });
  await opener.click();
  await expect(page).toHaveURL(/\?panel=members$/);
  await expect(opener).toHaveAttribute("aria-expanded", "true");
  await expect(panel.getByRole("listitem").filter({ hasText: name })).toContainText("you");
  await expect(panel.getByRole("listitem").filter({ hasText: "Hypatia" })).toContainText("Prof.");

  await page.reload();
  await expect(panel).toBeVisible();
  await expect(page.getByRole("status")).toHaveCount(0);
  await panel.getByRole("button", { name: "Close members" }).focus();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(opener).toBeFocused();
});

test("a phone shows the course, then a channel, then the course again", async ({ people }) => {
  const { page, api } = await people.student("Amara Diallo", { viewport: PHONE, hasTouch: true, isMobile: true });
  await open(page, (await api.channel("general")).path);
  await expect(sidebar(page)).toBeHidden();
  await expect(composer(page)).toBeInViewport({ ratio: 1 });
  await page.getByRole("link", { name: "Open conversations" }).tap();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeInViewport({ ratio: 1 });
  await channelLink(page, "events").tap();
  await expect(page.getByRole("heading", { level: 1, name: "events" })).toBeVisible();
  await composer(page).fill("From a phone");
  await page.getByRole("button", { name: "Send" }).tap();
  await expect(row(page, "From a phone")).toBeInViewport({ ratio: 1 });
});

test("arrows walk through the messages, and their actions are reached from there", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  await teacher.api.postAll(place, ["first", "second", "third"]);
  const { page } = await people.student();
  await open(page, place.path);
  await tabTo(page, row(page, "third"));
  await page.keyboard.press("ArrowUp");
  await expect(row(page, "second")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(row(page, "first")).toBeFocused();
  await page.keyboard.press("End");
  await expect(row(page, "third")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Tab");
  await expect(row(page, "second").getByRole("button", { name: "Copy link" })).toBeFocused();
  await expect(rows(page)).toHaveCount(3);
});

test("a message that arrives never takes the keyboard away", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const { page } = await people.student();
  await open(page, place.path);
  await page.getByRole("button", { name: "Write the first message" }).click();
  await expect(composer(page)).toBeFocused();
  await teacher.api.post(place, "Meanwhile");
  await expect(row(page, "Meanwhile")).toBeVisible();
  await expect(composer(page)).toBeFocused();
});

test("the people of the course are listed, staff first", async ({ people }) => {
  const { page, api } = await people.student("Yuki Tanaka");
  await open(page, (await api.channel("general")).path);
  await sidebar(page).getByRole("link", { name: "People" }).click();
  await expect(page).toHaveURL(`/c/${COURSE}/people`);
  const table = page.getByRole("table", { name: /^People in/ });
  await expect(table.getByRole("row").filter({ hasText: "Hypatia" })).toContainText("hypatia");
  await expect(table.getByRole("rowheader").first()).toContainText("Staff");
  await expect(table.getByRole("rowheader", { name: /Yuki Tanaka/ })).toBeVisible();
});
