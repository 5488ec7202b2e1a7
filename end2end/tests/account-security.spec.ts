// One account in several places: devices, the password, and what an open tab says when its session ends.
import type { Page } from "@playwright/test";
import { COURSE } from "./support/api";
import { composer, open } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { expectAccessible, inspect } from "./support/looks";
import type { Person } from "./support/people";

test.use({ choice: { spec: "account-security" } });

const WITHIN_MS = 1_000;
const REFUSED = /status of 4\d\d|WebSocket/;
const GENERAL = `/c/${COURSE}/general`;
const NEW_PASSWORD = "cypress hill at dusk";

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

const devices = (page: Page) => page.getByRole("region", { name: "Devices" });

const signedOut = (page: Page) => expect(page.getByRole("alert")).toContainText("You were signed out", { timeout: WITHIN_MS + 500 });

/** Opens another browser of the same person. */
async function another(people: { visitor(options?: object): Promise<Person> }, person: Person, options = {}): Promise<Person> {
  const other = { ...(await people.visitor(options)), login: person.login, password: person.password };
  await other.api.signIn(other);
  return other;
}

async function changePassword(page: Page, present: string, password: string): Promise<void> {
  await field(page, "Present password").fill(present);
  await field(page, "New password").fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
}

test("ending another device signs it out within a second and keeps its unsent words", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const here = await people.student();
  const there = await another(people, here);
  await open(there.page, GENERAL);
  await composer(there.page).fill("half a thought");
  await here.page.goto("/settings");
  const rows = devices(here.page).getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("This device");
  await expect(rows.first().getByRole("button")).toHaveCount(0);

  await rows.nth(1).getByRole("button", { name: /^Sign out Chrome on Linux/ }).press("Enter");
  await signedOut(there.page);
  await expect(rows).toHaveCount(1);
  await expect(here.page.getByRole("status").filter({ hasText: "Signed out there." })).toBeVisible();
  await expect(here.page.getByRole("heading", { name: "Devices" })).toBeFocused();

  await field(there.page, "Login").fill(here.login);
  await field(there.page, "Password").fill(here.password);
  await there.page.getByRole("button", { name: "Sign in" }).click();
  await expect(there.page).toHaveURL(GENERAL);
  await expect(composer(there.page)).toHaveValue("half a thought");
});

test("signing out everywhere else leaves this device alone", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const here = await people.student();
  const others = [await another(people, here), await another(people, here)];
  for (const other of others) await open(other.page, GENERAL);
  await here.page.goto("/settings");
  await devices(here.page).getByRole("button", { name: "Sign out everywhere else" }).click();
  for (const other of others) await signedOut(other.page);
  await expect(devices(here.page).getByRole("listitem")).toHaveCount(1);
  await expect(devices(here.page).getByRole("button", { name: "Sign out everywhere else" })).toHaveCount(0);
});

test("a new password signs out the others and not this one, nor its other tabs", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const here = await people.student();
  const tab = await here.context.newPage();
  await open(tab, GENERAL);
  const there = await another(people, here);
  await open(there.page, GENERAL);
  await here.page.goto("/settings");
  await changePassword(here.page, here.password, NEW_PASSWORD);
  await expect(here.page.getByRole("status").filter({ hasText: "Password changed." })).toBeVisible();
  await expect(field(here.page, "Present password")).toHaveValue("");
  await signedOut(there.page);
  await expect(devices(here.page).getByRole("listitem")).toHaveCount(1);

  // This browser goes on, live, in both tabs.
  const general = await here.api.channel("general");
  await here.api.post(general, "still here");
  await expect(tab.getByRole("log")).toContainText("still here");
  await expect(here.page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
});

test("a wrong present password is said at its field, and nothing else is lost", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const { page } = await people.student();
  await page.goto("/settings");
  await changePassword(page, "not the one at all", NEW_PASSWORD);
  await expect(field(page, "Present password")).toHaveAccessibleDescription(/not your present password/);
  await expect(field(page, "Present password")).toBeFocused();
  await expect(field(page, "New password")).toHaveValue(NEW_PASSWORD);
  await changePassword(page, "not the one at all", "short");
  await expect(field(page, "New password")).toHaveAccessibleDescription(/at least 12/);
});

test("an account that an operator closes is signed out everywhere within a second", async ({ people, server, watch }) => {
  watch.allow(REFUSED);
  const person = await people.student();
  await open(person.page, GENERAL);
  await server.run("user", "deactivate", "--login", person.login);
  await signedOut(person.page);
  await server.run("user", "reactivate", "--login", person.login);
});

test("an account that an admin closes on the page of people is signed out, and can be opened again", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const [admin, person] = [await people.admin(), await people.student("Ines Duarte")];
  await open(person.page, GENERAL);
  const { page } = admin;
  await page.goto(`/c/${COURSE}/people`);
  const change = page.getByRole("button", { name: "Change role of Ines Duarte" });
  const dialog = page.getByRole("dialog", { name: "Change role" });
  const row = page.getByRole("row", { name: /Ines Duarte/ });
  await change.click();
  await dialog.getByRole("button", { name: "Deactivate…" }).click();
  const question = page.getByRole("alertdialog", { name: "Deactivate this account?" });
  await expect(question).toContainText("Ines Duarte");
  await expectAccessible(page, "the question");
  await question.getByRole("button", { name: "Deactivate" }).click();
  await signedOut(person.page);
  await expect(question).toBeHidden();
  await expect(row).toContainText("Deactivated");

  await change.click();
  await dialog.getByRole("button", { name: "Reactivate" }).click();
  await expect(dialog).toBeHidden();
  await expect(row).not.toContainText("Deactivated");
  await field(person.page, "Login").fill(person.login);
  await field(person.page, "Password").fill(person.password);
  await person.page.getByRole("button", { name: "Sign in" }).click();
  await expect(person.page).toHaveURL(GENERAL);
});

test("nobody closes their own account by mistake, and instructors close none", async ({ people }) => {
  const admin = await people.admin();
  await admin.page.goto(`/c/${COURSE}/people`);
  await admin.page.getByRole("button", { name: `Change role of ${admin.name}` }).click();
  const dialog = admin.page.getByRole("dialog", { name: "Change role" });
  await expect(dialog.getByRole("button", { name: "Remove…" })).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Deactivate…" })).toHaveCount(0);
});

test.describe("without scripts", () => {
  test("a device is ended and a password changed by plain forms", async ({ people, watch }) => {
    // Of the code that nothing runs here.
    watch.allow(/preloaded using link preload|status of 4\d\d/);
    const here = await people.student("Lena Okafor", { javaScriptEnabled: false });
    await another(people, here);
    const { page } = here;
    await page.goto("/settings");
    await expect(devices(page).getByRole("listitem")).toHaveCount(2);
    await devices(page).getByRole("button", { name: /^Sign out Chrome/ }).click();
    await expect(devices(page).getByRole("listitem")).toHaveCount(1);

    await changePassword(page, "not the one at all", NEW_PASSWORD);
    await expect(field(page, "Present password")).toHaveAccessibleDescription(/not your present password/);
    expect(page.url()).not.toContain("cypress");
    await changePassword(page, here.password, NEW_PASSWORD);
    await expect(page.getByText("Password changed.")).toBeVisible();
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  });
});

test("the settings are accessible with devices in the list", async ({ people }) => {
  const here = await people.student();
  await another(people, here);
  await here.page.goto("/settings");
  await expect(devices(here.page).getByRole("listitem")).toHaveCount(2);
  await inspect(here.page, "/settings");
});
