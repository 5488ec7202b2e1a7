// Private groups: making one, who comes and goes, what those outside see, and what is left when access ends.
import type { Locator, Page } from "@playwright/test";
import type { Place } from "./support/api";
import { channelLink, composer, log, open, row, say, sidebar, tabTo } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { inspect } from "./support/looks";
import type { Person } from "./support/people";

test.use({ choice: { spec: "groups" } });

const REFUSED = /status of 4\d\d/;

const groupLink = (page: Page, name: string): Locator => channelLink(page, `${name}, private group`);

const panel = (page: Page): Locator => page.getByRole("complementary", { name: "Members" });

const member = (page: Page, name: string): Locator =>
  panel(page).getByRole("list", { name: "Member list" }).getByRole("listitem").filter({ hasText: name });

const question = (page: Page): Locator => page.getByRole("alertdialog");

let groups = 0;

async function group(owner: Person, ...logins: string[]): Promise<Place> {
  const place = await owner.api.createChannel({ name: `night-owls-${++groups}`, kind: "private" });
  for (const login of logins) await owner.api.add(place, login);
  return place;
}

async function openMembers(page: Page, place: Place): Promise<void> {
  await open(page, place.path);
  await page.getByRole("button", { name: "Members" }).click();
  await expect(panel(page)).toBeVisible();
}

test("a student makes a group and adds a classmate, who sees it appear and chats", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const [ada, ben] = [await people.student("Ada Adeyemi"), await people.student("Ben Brook")];
  const general = await ben.api.channel("general");
  await Promise.all([open(ben.page, general.path), open(ada.page, general.path)]);

  await ada.page.getByRole("button", { name: "New channel" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "New channel" });
  await expect(dialog.getByRole("radio")).toHaveCount(1);
  await expect(dialog.getByRole("radio", { name: /^Private group/ })).toBeChecked();
  await dialog.getByRole("textbox", { name: "Name" }).fill("owls");
  await dialog.getByRole("button", { name: "Create channel" }).click();
  await expect(ada.page.getByRole("heading", { level: 1, name: "owls" })).toBeVisible();
  await expect(groupLink(ada.page, "owls")).toHaveAttribute("aria-current", "page");
  await say(ada.page, "Just us so far");

  await ada.page.getByRole("button", { name: "Members" }).click();
  const login = panel(ada.page).getByRole("textbox", { name: "Add people" });
  await login.fill("nobody-here");
  await login.press("Enter");
  await expect(login).toHaveAccessibleDescription("Nobody in this course has this login.");
  await expect(login).toHaveValue("nobody-here");
  await login.fill("ben b");
  await panel(ada.page).getByRole("button", { name: "Add Ben Brook" }).click();
  await expect(member(ada.page, "Ben Brook")).toBeVisible();
  await expect(login).toBeFocused();
  await expect(login).toHaveValue("");

  const link = sidebar(ben.page).getByRole("link", { name: /^owls, private group/ });
  await link.click();
  await expect(row(ben.page, "Just us so far")).toBeVisible();
  await say(ben.page, "Here I am");
  await expect(row(ada.page, "Here I am")).toBeVisible();
});

test("a member who is removed while reading loses everything of it at once", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const [ada, ben] = [await people.student("Ada Adeyemi"), await people.student("Ben Brook")];
  const place = await group(ada, ben.login);
  const { id } = await ada.api.post(place, "Not for everyone");
  await openMembers(ben.page, place);
  await expect(row(ben.page, "Not for everyone")).toBeVisible();
  await composer(ben.page).fill("Unfinished words");
  await openMembers(ada.page, place);

  await member(ada.page, "Ben Brook").getByRole("button", { name: "Remove Ben Brook" }).click();
  await expect(question(ada.page)).toContainText("They lose access at once.");
  await question(ada.page).getByRole("button", { name: "Remove" }).click();
  await expect(ben.page.getByRole("heading", { name: /You no longer have access to #night-owls/ })).toBeVisible({ timeout: 1_000 });
  await expect(log(ben.page)).toHaveCount(0);
  await expect(panel(ben.page)).toHaveCount(0);
  await expect(ben.page.getByText("Not for everyone")).toHaveCount(0);
  await expect(groupLink(ben.page, place.name)).toHaveCount(0);
  await expect(member(ada.page, "Ben Brook")).toHaveCount(0);

  await ben.page.getByRole("link", { name: "Go to another channel" }).click();
  await expect(ben.page.getByRole("heading", { level: 1, name: "general" })).toBeVisible();
  for (const path of [place.path, `${place.path}/${id}`]) {
    const answer = await ben.page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(ben.page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  }
  // Coming back, the unsent words are there still.
  await ada.api.add(place, ben.login);
  await open(ben.page, place.path);
  await expect(composer(ben.page)).toHaveValue("Unfinished words");
});

test("roles change for everybody who looks, and the last owner stays one", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const [ada, ben] = [await people.student("Ada Adeyemi"), await people.student("Ben Brook")];
  const place = await group(ada, ben.login);
  await Promise.all([openMembers(ada.page, place), openMembers(ben.page, place)]);
  await expect(panel(ben.page).getByRole("textbox", { name: "Add people" })).toHaveCount(0);

  await panel(ada.page).getByRole("combobox", { name: "Role of Ben Brook" }).selectOption("Read-only");
  await expect(member(ben.page, "Ben Brook")).toContainText("Read-only");
  await expect(composer(ben.page)).toHaveCount(0);
  await panel(ada.page).getByRole("combobox", { name: "Role of Ben Brook" }).selectOption("Moderator");
  await expect(panel(ben.page).getByRole("textbox", { name: "Add people" })).toBeVisible();
  await expect(composer(ben.page)).toBeVisible();

  const own = panel(ada.page).getByRole("combobox", { name: "Role of Ada Adeyemi" });
  await own.selectOption("Member");
  await expect(own).toHaveAccessibleDescription(/^A group keeps at least one owner/);
  await expect(own).toHaveValue("owner");
  await panel(ada.page).getByRole("button", { name: "Leave group" }).click();
  await question(ada.page).getByRole("button", { name: "Leave group" }).click();
  await expect(question(ada.page).getByRole("alert")).toContainText("A group keeps at least one owner");
  await question(ada.page).getByRole("button", { name: "Cancel" }).click();

  await panel(ada.page).getByRole("combobox", { name: "Role of Ben Brook" }).selectOption("Owner");
  await expect(panel(ben.page).getByRole("combobox", { name: "Role of Ada Adeyemi" })).toBeVisible();
  await panel(ada.page).getByRole("button", { name: "Leave group" }).click();
  await question(ada.page).getByRole("button", { name: "Leave group" }).click();
  await expect(ada.page.getByRole("heading", { level: 1, name: "general" })).toBeVisible();
  await expect(groupLink(ada.page, place.name)).toHaveCount(0);
  await expect(member(ben.page, "Ada Adeyemi")).toHaveCount(0);
});

test("staff who have not joined see who can read it, and may join openly", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const [teacher, ada] = [await people.admin(), await people.student("Ada Adeyemi")];
  const place = await group(ada);
  await ada.api.post(place, "Between us");
  await openMembers(ada.page, place);

  await teacher.page.goto(place.path);
  const { page } = teacher;
  await expect(page.getByRole("heading", { level: 1, name: place.name })).toBeVisible();
  await expect(page.getByRole("heading", { name: "You have not joined this group" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Member list" })).toContainText("Ada Adeyemi");
  await expect(page.getByText("Between us")).toHaveCount(0);
  await inspect(page, "a group from outside");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("button", { name: "Join openly" }).click();
  await expect(row(page, "Between us")).toBeVisible();
  await expect(member(ada.page, teacher.name)).toBeVisible();
});

test("a channel made private is gone for those who are no members, and public again for all", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const [teacher, ada, ben] = [
    await people.admin(),
    await people.student("Ada Adeyemi"),
    await people.student("Ben Brook"),
  ];
  const place = await teacher.api.createChannel();
  await teacher.api.add(place, ada.login);
  await teacher.api.post(place, "Said in the open");
  await Promise.all([teacher, ada, ben].map(({ page }) => open(page, place.path)));

  const turn = async (verb: string) => {
    await teacher.page.getByRole("button", { name: "More" }).click();
    await teacher.page.getByRole("menuitem", { name: "Rename or describe…" }).click();
    await teacher.page.getByRole("button", { name: `${verb}…` }).click();
    await question(teacher.page).getByRole("button", { name: verb }).click();
    await expect(teacher.page.getByRole("dialog")).toHaveCount(0);
  };
  await turn("Make private");
  await expect(ben.page.getByRole("heading", { name: /You no longer have access/ })).toBeVisible({ timeout: 1_000 });
  await expect(ben.page.getByText("Said in the open")).toHaveCount(0);
  await expect(groupLink(ada.page, place.name)).toBeVisible();
  await expect(row(ada.page, "Said in the open")).toBeVisible();
  await expect(groupLink(teacher.page, place.name)).toBeVisible();

  await turn("Make public");
  // Whoever still looks at the place finds the channel in it again.
  await expect(row(ben.page, "Said in the open")).toBeVisible();
  await expect(channelLink(ada.page, place.name)).toBeVisible();
});

test("everything about members can be done from the keyboard", async ({ people }) => {
  const [ada, ben] = [await people.student("Ada Adeyemi"), await people.student("Ben Brook")];
  const place = await group(ada);
  await open(ada.page, place.path);
  const { page } = ada;
  await tabTo(page, page.getByRole("button", { name: "Members" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Close members" })).toBeFocused();
  await tabTo(page, panel(page).getByRole("textbox", { name: "Add people" }));
  await page.keyboard.type(ben.login);
  await page.keyboard.press("Enter");
  await expect(member(page, "Ben Brook")).toBeVisible();
  const role = panel(page).getByRole("combobox", { name: "Role of Ben Brook" });
  await tabTo(page, role);
  await page.keyboard.press("R");
  await page.keyboard.press("Tab");
  await expect(role).toHaveValue("readonly");
  const remove = panel(page).getByRole("button", { name: "Remove Ben Brook" });
  await tabTo(page, remove);
  await page.keyboard.press("Enter");
  await expect(question(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeHidden();
  await expect(remove).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, question(page).getByRole("button", { name: "Remove" }));
  await page.keyboard.press("Enter");
  await expect(member(page, "Ben Brook")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Close members" })).toBeFocused();
});

test("a question that is asked again in the moment of its closing stays", async ({ people }) => {
  const [ada, ben] = [await people.student("Ada Adeyemi"), await people.student("Ben Brook")];
  const place = await group(ada, ben.login);
  await openMembers(ada.page, place);
  const remove = panel(ada.page).getByRole("button", { name: "Remove Ben Brook" });
  await remove.click();
  await expect(question(ada.page)).toBeVisible();
  // The browser tells of a closing a frame later.
  await question(ada.page).evaluate(async (dialog: HTMLDialogElement) => {
    const told = new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    dialog.close();
    document.querySelector<HTMLElement>('[aria-label="Remove Ben Brook"]')!.click();
    await told;
    await new Promise(requestAnimationFrame);
  });
  await expect(question(ada.page)).toBeVisible();
});

test("the panel of a group is accessible, and reads as one", async ({ people }) => {
  const [ada, ben] = [await people.student("Ada Adeyemi"), await people.student("Ben Brook")];
  const place = await group(ada, ben.login);
  await openMembers(ada.page, place);
  await expect(member(ada.page, "Ben Brook")).toBeVisible();
  await expect(panel(ada.page)).toMatchAriaSnapshot({ name: "group-members.aria.yml" });
  await inspect(ada.page, "the members of a group");
});
