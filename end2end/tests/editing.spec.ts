// One's own words, changed: live for others, safe against what happened meanwhile, and within reach of the keyboard.
import type { Locator, Page } from "@playwright/test";
import { composer, log, open, row, rows, say } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { Gate } from "./support/gate";
import { inspect } from "./support/looks";

test.use({ choice: { spec: "editing" } });

const editor = (page: Page): Locator => page.getByRole("form", { name: "Edit message" });

const words = (page: Page): Locator => editor(page).getByRole("textbox", { name: "Your message" });

const button = (page: Page, name: string): Locator => editor(page).getByRole("button", { name });

/** Opens the editor of a message from its row. */
async function edit(page: Page, text: string): Promise<void> {
  await row(page, text).hover();
  await row(page, text).getByRole("button", { name: "Edit", exact: true }).click();
  await expect(words(page)).toBeFocused();
}

test("an edit changes one row for everybody, in its place and with its place in time", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const student = await people.student("Amara Diallo");
  await Promise.all([open(student.page, place.path), open(teacher.page, place.path)]);
  for (const text of ["Before", "Teh answer is 42", "After"]) await say(student.page, text);
  await expect(rows(teacher.page)).toHaveCount(3);
  const mark = "kept-element";
  await rows(teacher.page).evaluateAll((all, mark) => all.forEach((row) => row.classList.add(mark)), mark);
  await teacher.page.evaluate(() => {
    const changed = new Set<Element>();
    Object.assign(window, { changed });
    new MutationObserver((records) => {
      for (const { target } of records) {
        const row = (target instanceof Element ? target : target.parentElement)?.closest("article");
        if (row) changed.add(row);
      }
    }).observe(document.querySelector(".log")!, { subtree: true, childList: true, characterData: true });
  });

  await edit(student.page, "Teh answer");
  await expect(words(student.page)).toHaveValue("Teh answer is 42");
  await words(student.page).fill("The answer is **43**");
  await words(student.page).press("Enter");
  await expect(editor(student.page)).toHaveCount(0);
  for (const { page } of [student, teacher]) {
    await expect(rows(page).nth(1).getByRole("paragraph")).toHaveText("The answer is 43");
    await expect(rows(page).nth(1).getByRole("strong")).toHaveText("43");
    await expect(rows(page)).toHaveCount(3);
  }
  await expect(rows(teacher.page).nth(1)).toHaveClass(new RegExp(mark));
  expect(await teacher.page.evaluate(() => (window as unknown as { changed: Set<Element> }).changed.size)).toBe(1);
  await expect(row(student.page, "The answer")).toBeFocused();
  // Within a minute of posting it is a correction, and nobody needs to be told.
  await expect(teacher.page.getByText("edited", { exact: true })).toHaveCount(0);

  await row(teacher.page, "The answer").hover();
  await expect(row(teacher.page, "The answer").getByRole("button", { name: "Edit", exact: true })).toHaveCount(0);
});

test("arrow up in an empty box edits one's last message, Esc goes back to the box", async ({ people }) => {
  const { page, api } = await people.student();
  const place = await (await people.admin()).api.createChannel();
  await api.post(place, "First");
  await api.post(place, "Last");
  await open(page, place.path);
  await composer(page).fill("not empty");
  await composer(page).press("ArrowUp");
  await expect(editor(page)).toHaveCount(0);
  await composer(page).fill("");
  await composer(page).press("ArrowUp");
  await expect(words(page)).toBeFocused();
  await expect(words(page)).toHaveValue("Last");
  // The arrows move the caret, and not the keyboard to another row.
  await words(page).press("ArrowUp");
  await expect(words(page)).toBeFocused();
  await words(page).press("Escape");
  await expect(editor(page)).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
  await composer(page).press("ArrowUp");
  await words(page).press("End");
  await words(page).pressSequentially(" words");
  await words(page).press("Shift+Enter");
  await words(page).pressSequentially("and more");
  await words(page).press("Enter");
  await expect(row(page, /Last words\s*and more/)).toBeVisible();
  await expect(composer(page)).toBeFocused();
});

test("a stale edit shows what the message says now beside one's own words", async ({ people, watch }) => {
  watch.allow(/409 \(Conflict\)/);
  const { page, api } = await people.student();
  const place = await (await people.admin()).api.createChannel();
  const { id } = await api.post(place, "Version one");
  await open(page, place.path);
  await edit(page, "Version one");
  const gate = await Gate.before(page, "**/fn/edit_message");
  await words(page).fill("My words");
  await words(page).press("Enter");
  await expect(button(page, "Saving")).toBeVisible();
  await api.form("edit_message", { id, version: "1", body: "Version two" });
  gate.release();

  await expect(editor(page).getByRole("alert")).toContainText("changed while you were editing");
  await expect(rows(page).getByText("Version two")).toBeVisible();
  await expect(words(page)).toHaveValue("My words");
  await expect(words(page)).toBeFocused();
  await button(page, "Replace").click();
  await expect(editor(page)).toHaveCount(0);
  await expect(row(page, "My words")).toBeFocused();
  await expect(row(page, "Version two")).toHaveCount(0);
});

test("a message that is deleted while it is edited leaves the words with their author", async ({ people }) => {
  const { page, api } = await people.student();
  const place = await (await people.admin()).api.createChannel();
  const { id } = await api.post(place, "Doomed");
  await open(page, place.path);
  await edit(page, "Doomed");
  await words(page).fill("Words worth keeping");
  await api.form("delete_message", { id });
  await expect(editor(page).getByRole("alert")).toContainText("deleted while you were editing");
  await expect(words(page)).toHaveValue("Words worth keeping");
  await button(page, "Move to the message box").click();
  await expect(composer(page)).toHaveValue("Words worth keeping");
  await expect(composer(page)).toBeFocused();
  await expect(editor(page)).toHaveCount(0);
});

test("what is typed into an edit survives a reload, and a refusal stands at the field", async ({ people, watch }) => {
  watch.allow(/422|423/);
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const { page, api } = await people.student();
  await api.post(place, "Draft of it");
  await open(page, place.path);
  await edit(page, "Draft of it");
  await words(page).fill("half a correction");
  await page.reload();
  await expect(words(page)).toHaveValue("half a correction");
  await expect(words(page)).not.toBeFocused();

  await words(page).fill("  ");
  await words(page).press("Enter");
  await expect(words(page)).toHaveAttribute("aria-invalid", "true");
  await expect(words(page)).toHaveAccessibleDescription(/Write something first/);
  await words(page).fill("x".repeat(8_001));
  await expect(words(page)).toHaveAccessibleDescription(/Shorten the message/);
  await expect(editor(page)).toContainText("8\u202f001 / 8\u202f000");

  await words(page).fill("too late");
  await teacher.api.archive(place);
  await expect(composer(page)).toHaveCount(0);
  await words(page).press("Enter");
  await expect(words(page)).toHaveAccessibleDescription(/archived/);
  await expect(words(page)).toHaveValue("too late");
});

test("the editor is accessible in both themes and on both sizes", async ({ people }) => {
  const { page, api } = await people.student();
  const place = await (await people.admin()).api.createChannel();
  const { id } = await api.post(place, "Looked at");
  await open(page, place.path);
  await edit(page, "Looked at");
  await inspect(page, "the editor");
  await words(page).fill("mine");
  await api.form("edit_message", { id, version: "1", body: "theirs" });
  await expect(editor(page).getByRole("alert")).toBeVisible();
  await inspect(page, "a stale edit");
  await expect(log(page)).toBeVisible();
});

test("what a message said before is for its author and for staff", async ({ people }) => {
  const [ada, ben, teacher] = [await people.student("Ada Adeyemi"), await people.student("Ben Brook"), await people.admin()];
  const place = await teacher.api.createChannel();
  const { id } = await ada.api.post(place, "Solution: **42**");
  await ada.api.form("edit_message", { id, version: "1", body: "Solution: ask the TA" });
  await ada.api.form("edit_message", { id, version: "2", body: "Never mind" });
  for (const { page } of [ada, teacher]) {
    await open(page, place.path);
    await row(page, "Never mind").hover();
    await row(page, "Never mind").getByRole("button", { name: "Edit history" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit history" });
    await expect(dialog.getByRole("listitem")).toHaveText([/Never mind$/, /Solution: ask the TA$/, /Solution: 42$/]);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(row(page, "Never mind").getByRole("button", { name: "Edit history" })).toBeFocused();
  }
  await open(ben.page, place.path);
  await row(ben.page, "Never mind").hover();
  await expect(row(ben.page, "Never mind").getByRole("button", { name: "Like" })).toBeVisible();
  await expect(row(ben.page, "Never mind").getByRole("button", { name: "Edit history" })).toHaveCount(0);
});
