// The first minute of a new site, by keyboard alone: setup link, administrator, first channel, first message. The minute is
// the test's own time limit, halved.
import { composer, row, tabTo } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { inspect } from "./support/looks";

test.use({ choice: { spec: "newcomer" } });

test("the setup page is accessible", async ({ page, server }) => {
  await page.goto(await server.setupLink());
  await expect(page.locator("body")).toMatchAriaSnapshot({ name: "setup.aria.yml" });
  await inspect(page, "setup");
});

test("the setup link leads to a first message in a first channel, without a mouse", async ({ page, server }) => {
  await page.goto(await server.setupLink());

  await test.step("make the administrator", async () => {
    await tabTo(page, page.getByRole("textbox", { name: "Name" }));
    await page.keyboard.type("Ingrid Hallström");
    await tabTo(page, page.getByRole("textbox", { name: "Login" }));
    await page.keyboard.type("ihallstrom");
    await tabTo(page, page.getByLabel("Password", { exact: true }));
    await page.keyboard.type("olive grove at noon");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "general" })).toBeVisible();
  });

  await test.step("make a channel", async () => {
    await tabTo(page, page.getByRole("button", { name: "New channel" }));
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "New channel" });
    await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
    await page.keyboard.type("exam-prep");
    await tabTo(page, dialog.getByRole("textbox", { name: /^Description/ }));
    await page.keyboard.type("Past papers and worked answers.");
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("heading", { level: 1, name: "exam-prep" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Nothing here yet" })).toBeVisible();
  });

  await test.step("write a message", async () => {
    await tabTo(page, composer(page));
    await page.keyboard.type("The first one");
    await page.keyboard.press("Enter");
    await expect(row(page, "The first one")).toBeVisible();
  });

  await test.step("the link works once", async () => {
    await page.goto(await server.setupLink());
    await expect(page.getByRole("textbox")).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  });
});
