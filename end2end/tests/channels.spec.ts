// Channels: making, renaming, describing, archiving; and what somebody who may not do so sees.
import type { Page } from "@playwright/test";
import { COURSE } from "./support/api";
import { channelLink, composer, open, row, say, sidebar } from "./support/channel";
import { expect, test } from "./support/fixtures";

test.use({ choice: { spec: "channels" } });

const REFUSED = /status of 4\d\d/;

const newChannel = (page: Page) => page.getByRole("dialog", { name: "New channel" });

const settings = (page: Page) => page.getByRole("dialog", { name: "Channel settings" });

async function openSettings(page: Page, item: "Rename or describe…" | "Archive…" | "Restore…"): Promise<void> {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: item }).click();
  await expect(settings(page)).toBeVisible();
}

test("a wrong name says so at the field, and nothing typed is lost", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const { page, api } = await people.admin();
  await open(page, (await api.channel("general")).path);
  await page.getByRole("button", { name: "New channel" }).click();
  const dialog = newChannel(page);
  const name = dialog.getByRole("textbox", { name: "Name" });
  const description = dialog.getByRole("textbox", { name: /^Description/ });
  await description.fill("Stays where it is");

  const check = async (typed: string, error: RegExp | string) => {
    await name.fill(typed);
    await dialog.getByRole("button", { name: "Create channel" }).click();
    await expect(name).toHaveAccessibleDescription(error);
    await expect(name).toHaveAttribute("aria-invalid", "true");
    await expect(name).toHaveValue(typed);
    await expect(description).toHaveValue("Stays where it is");
  };
  await check("", "Fill in this field.");
  await check("exam prep!", /^Use letters, digits, hyphens and underscores/);
  await check("General", "Commons already has a channel named General.");

  await check("n".repeat(51), "Use at most 50 characters.");
  await expect(dialog.getByText("51 / 50")).toBeVisible();

  await name.fill("übung_2");
  await dialog.getByRole("button", { name: "Create channel" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "übung_2" })).toBeVisible();
  await expect(page).toHaveURL(`/c/${COURSE}/${encodeURIComponent("übung_2")}`);
});

test("a new channel appears for everybody; the dialog gives the keyboard back", async ({ people }) => {
  const [teacher, student] = [await people.admin(), await people.student()];
  const general = await teacher.api.channel("general");
  await Promise.all([open(teacher.page, general.path), open(student.page, general.path)]);

  const opener = teacher.page.getByRole("button", { name: "New channel" });
  await opener.click();
  await expect(newChannel(teacher.page)).toBeVisible();
  await teacher.page.keyboard.press("Escape");
  await expect(newChannel(teacher.page)).toBeHidden();
  await expect(opener).toBeFocused();

  const { name } = await teacher.api.createChannel();
  await expect(channelLink(student.page, name)).toBeVisible();
  await expect(channelLink(teacher.page, name)).toBeVisible();
});

test("a renamed channel keeps its readers and its old address", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const [teacher, student] = [await people.admin(), await people.student()];
  const place = await teacher.api.createChannel();
  await Promise.all([open(teacher.page, place.path), open(student.page, place.path)]);
  await openSettings(teacher.page, "Rename or describe…");
  const name = settings(teacher.page).getByRole("textbox", { name: "Name" });

  await name.fill("general");
  await settings(teacher.page).getByRole("button", { name: "Save" }).click();
  await expect(name).toHaveAccessibleDescription("Commons already has a channel named general.");

  await name.fill(`${place.name}-renamed`);
  await settings(teacher.page).getByRole("textbox", { name: "Description" }).fill("What it is for now");
  await settings(teacher.page).getByRole("button", { name: "Save" }).click();
  await expect(teacher.page.getByRole("button", { name: "More", exact: true })).toBeFocused();
  await expect(settings(teacher.page)).toBeHidden();

  for (const { page } of [teacher, student]) {
    await expect(page.getByRole("heading", { level: 1, name: `${place.name}-renamed` })).toBeVisible();
    await expect(page.getByText("What it is for now")).toBeVisible();
    await expect(channelLink(page, `${place.name}-renamed`)).toBeVisible();
  }
  await student.page.goto(place.path);
  await expect(student.page).toHaveURL(`${place.path}-renamed`);
  await expect(student.page.getByRole("heading", { level: 1 })).toHaveText(`${place.name}-renamed`);
});

test("an archived channel can be read and not written to, until it is restored", async ({ people }) => {
  const [teacher, student] = [await people.admin(), await people.student()];
  const place = await teacher.api.createChannel();
  await teacher.api.post(place, "Still readable");
  await Promise.all([open(teacher.page, place.path), open(student.page, place.path)]);
  await composer(student.page).fill("kept for later");

  await openSettings(teacher.page, "Archive…");
  await settings(teacher.page).getByRole("button", { name: "Archive" }).click();
  await expect(settings(teacher.page)).toBeHidden();

  for (const { page } of [teacher, student]) {
    await expect(page.getByRole("status").filter({ hasText: /^Archived on \d+ [A-Z]/ })).toBeVisible();
    await expect(composer(page)).toHaveCount(0);
    const form = page.getByRole("form", { name: "New message" });
    await expect(form).toContainText("You can read and search, but not post.");
    await expect(row(page, "Still readable")).toBeVisible();
    await sidebar(page).getByRole("heading", { name: "Archived" }).click();
    await expect(channelLink(page, `${place.name}, archived`)).toBeVisible();
  }

  await openSettings(teacher.page, "Restore…");
  await settings(teacher.page).getByRole("button", { name: "Restore" }).click();
  await expect(composer(teacher.page)).toBeVisible();
  await expect(composer(student.page)).toHaveValue("kept for later");
});

test("only staff post announcements", async ({ people }) => {
  const [teacher, student] = [await people.admin(), await people.student()];
  const place = await teacher.api.channel("announcements");
  await Promise.all([open(teacher.page, place.path), open(student.page, place.path)]);
  await expect(composer(student.page)).toHaveCount(0);
  await expect(student.page.getByRole("form", { name: "New message" })).toContainText(/staff/i);
  await say(teacher.page, "The exam is on Friday");
  await expect(row(student.page, "The exam is on Friday")).toBeVisible();
});
