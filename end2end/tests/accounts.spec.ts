// Accounts: sign-up, sign-in, sign-out, and what each says to wrong input. What was typed stays.
import type { Page, Route } from "@playwright/test";
import { COURSE } from "./support/api";
import { open } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { newAccount, PASSWORD, type Account } from "./support/people";

test.use({ choice: { spec: "accounts" } });

const REFUSED = /status of 4\d\d/;

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

const atField = (page: Page, name: string, error: RegExp) =>
  expect(field(page, name)).toHaveAccessibleDescription(error);

async function signUp(page: Page, account: Account): Promise<void> {
  await field(page, "Name").fill(account.name);
  await field(page, "Login").fill(account.login);
  await field(page, "Password").fill(account.password);
  await page.getByRole("button", { name: "Create account" }).click();
}

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await field(page, "Login").fill(login);
  await field(page, "Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a student signs up, signs out and signs in again", async ({ people }) => {
  const { page } = await people.visitor();
  const account = newAccount("Mateo Ríos");

  await page.goto("/");
  await expect(page).toHaveURL("/sign-in");
  await page.getByRole("link", { name: "Create an account" }).click();
  await signUp(page, account);
  await expect(page.getByRole("heading", { level: 1, name: "general" })).toBeVisible();

  await page.getByRole("button", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.goto(`/c/${COURSE}/general`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);

  await signIn(page, account.login, account.password);
  await expect(page).toHaveURL(`/c/${COURSE}/general`);
});

test("a wrong password and an unknown login get the same answer and keep the login", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const { login } = await people.student();
  const { page } = await people.visitor();
  await page.goto("/sign-in");

  for (const known of [login, "nobody-of-this-name"]) {
    await signIn(page, known, "not the password");
    await expect(page.getByRole("alert")).toHaveText("Login or password is not correct.");
    await expect(field(page, "Login")).toHaveValue(known);
  }
});

test("a server that does not answer is said on the page, and both fields stay", async ({ people, watch }) => {
  watch.allow(/status of 503|net::ERR_FAILED/);
  const { login } = await people.student();
  const { page } = await people.visitor();
  await page.goto("/sign-in");
  const failures: ((route: Route) => Promise<void>)[] = [
    (route) => route.abort(),
    (route) => route.fulfill({ status: 503, contentType: "text/html", body: "<h1>Busy</h1>" }),
  ];
  for (const fail of failures) {
    await page.route(/[?&]do=sign_in/, fail);
    await signIn(page, login, PASSWORD);
    await expect(page.getByRole("alert")).toHaveText(/cannot be reached/);
    await expect(field(page, "Login")).toHaveValue(login);
    await expect(field(page, "Password")).toHaveValue(PASSWORD);
    await page.unroute(/[?&]do=sign_in/);
  }
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "general" })).toBeVisible();
});

test("every wrong field of a sign-up says what is wrong, and nothing typed is lost", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const { login } = await people.student();
  const { page } = await people.visitor();
  await page.goto("/sign-up");

  await test.step("a taken login", async () => {
    await signUp(page, { login: login.toUpperCase(), name: "Second", password: PASSWORD });
    await atField(page, "Login", /^Somebody has this login/);
    await expect(field(page, "Login")).toBeFocused();
    await expect(field(page, "Name")).toHaveValue("Second");
    await expect(field(page, "Login")).toHaveValue(login.toUpperCase());
  });

  await test.step("several wrong fields at once", async () => {
    await signUp(page, { login: "jürgen", name: "J", password: "short" });
    await atField(page, "Name", /2/);
    await atField(page, "Login", /letters/i);
    await atField(page, "Password", /12/);
    await expect(field(page, "Name")).toHaveAttribute("aria-invalid", "true");
    await expect(field(page, "Login")).toHaveValue("jürgen");
  });

  await test.step("a password that everybody tries first", async () => {
    await signUp(page, { login: newAccount().login, name: "Jürgen", password: "password1234" });
    await atField(page, "Password", /^Many people use this password/);
  });

  await test.step("empty fields", async () => {
    await signUp(page, { login: "", name: "", password: "" });
    for (const name of ["Name", "Login", "Password"]) {
      await expect(field(page, name)).toHaveAttribute("aria-invalid", "true");
    }
  });
});

test("somebody else who signs in in the same browser does not speak in the first one's name", async ({ people }) => {
  const first = await people.student("Amara Diallo");
  const second = await people.student("Lena Okafor");
  await open(first.page, (await first.api.channel("general")).path);
  const tab = await first.page.context().newPage();
  await tab.goto("/sign-in");
  await signIn(tab, second.login, PASSWORD);
  await expect(tab.getByRole("navigation", { name: "Conversations" })).toContainText("Lena Okafor");
  // The first page's session has ended; it is loaded anew and says who speaks there now.
  await expect(first.page.getByRole("navigation", { name: "Conversations" })).toContainText("Lena Okafor");
  await tab.close();
});

test("a channel with a name of any script is come back to after signing in", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel({ name: "café-שלום" });
  const { login } = await people.student();
  const { page } = await people.visitor();
  await page.goto(place.path);
  await signIn(page, login, PASSWORD);
  await expect(page).toHaveURL(place.path);
});

test("the display name changes everywhere, at once", async ({ people }) => {
  const { page } = await people.student("Before");
  await page.goto("/settings");
  await field(page, "Display name").fill("After Ward");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Conversations" })).toContainText("After Ward");
});

test("the chosen theme stays", async ({ people }) => {
  const { page } = await people.student();
  await page.goto("/settings");
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
});
