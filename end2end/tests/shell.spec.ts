// The frame around the conversation: the members panel, the phone's one view at a time, and moving about by keyboard.
import { COURSE } from "./support/api";
import { channelLink, composer, log, open, row, rows, say, sidebar, tabTo } from "./support/channel";
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
  await expect(panel.getByRole("button", { name: "Close members" })).not.toBeFocused();
  await panel.getByRole("button", { name: "Close members" }).focus();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(opener).toBeFocused();
});

test("a panel whose code is late says so, and comes", async ({ people, watch }) => {
  const { page, api } = await people.student();
  watch.allow(/net::ERR_FAILED|Failed to fetch/);
  let refused = 0;
  await page.route("**/split_panels.wasm", (route) => (refused++ === 0 ? route.abort() : route.continue()));
  await open(page, (await api.channel("general")).path);
  await page.getByRole("button", { name: /^Members, \d+$/ }).click();
  await expect(page.getByRole("status").filter({ hasText: "still loading" })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Members" }).getByRole("listitem").first()).toBeVisible();
});

test("channels, people and settings are gone through in any order, and the page goes on living", async ({ people }) => {
  const { page, api } = await people.student();
  const links = sidebar(page);

  await test.step("a third channel after two others and the people", async () => {
    await open(page, (await api.channel("events")).path);
    await channelLink(page, "announcements").click();
    await expect(log(page)).toHaveAccessibleName("Messages in announcements");
    await links.getByRole("link", { name: "People" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "People" })).toBeVisible();
    await channelLink(page, "general").click();
    await say(page, "After the people");
    await expect(row(page, "After the people")).toBeVisible();
  });

  await test.step("there and back faster than it paints", async () => {
    await channelLink(page, "events").click();
    await channelLink(page, "general").click();
    await channelLink(page, "announcements").click();
    await page.goBack();
    await page.goBack();
    await page.goForward();
    await expect(log(page)).toHaveAccessibleName("Messages in general");
  });

  await test.step("a channel after the settings were opened first", async () => {
    await page.goto("/settings");
    await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
    await channelLink(page, "events").click();
    await expect(log(page)).toHaveAccessibleName("Messages in events");
    await say(page, "After the settings");
    await expect(row(page, "After the settings").and(page.locator("[data-message]"))).toBeVisible();
  });

  await test.step("the brand leads to the last channel", async () => {
    await links.getByRole("link", { name: "Lyceum" }).click();
    await expect(log(page)).toHaveAccessibleName("Messages in events");
  });
});

test("the way back to a channel that has another name now leads there", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const { page, api } = await people.student();
  await open(page, place.path);
  await channelLink(page, "general").click();
  await expect(log(page)).toHaveAccessibleName("Messages in general");
  const renamed = `${place.name}-2`;
  await teacher.api.form("change_channel", { channel: place.id, name: renamed, description: "" });
  await expect(channelLink(page, renamed)).toBeVisible();
  await page.goBack();
  await expect(log(page)).toHaveAccessibleName(`Messages in ${renamed}`);
  await expect(page).toHaveURL((await api.channel(renamed)).path);
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
  await expect(row(page, "second").getByRole("button", { name: "Like" })).toBeFocused();
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
