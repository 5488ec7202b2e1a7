// Languages: who decides which one a page is in, German from the door to the settings, and a pseudo-locale that shows what is not
// in the tables and what has no room.
import type { Page } from "@playwright/test";
import { COURSE } from "./support/api";
import { open, untilLive } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { newAccount } from "./support/people";

test.use({ choice: { spec: "language", settings: { LYCEUM_PSEUDO_LOCALE: "true" } } });

const html = (page: Page) => page.locator("html");

const PSEUDO = "en-XA";
/** What is called like this in every language. */
const NAMES = ["general", "announcements", "events", "hypatia", "@hypatia"];
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

test("the browser's wish decides, with its qualities", async ({ people }) => {
  const { page, context } = await people.visitor({ locale: "de-AT" });
  await page.goto("/sign-in");
  await expect(html(page)).toHaveAttribute("lang", "de");
  await expect(page.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();

  for (const [wish, lang, title] of [
    ["fr,en;q=0.3,de;q=0.7", "de", "Anmelden"],
    ["de;q=0.3,en;q=0.7", "en", "Sign in"],
    ["fr", "en", "Sign in"],
  ] as const) {
    const response = await context.request.get("/sign-in", { headers: { "accept-language": wish } });
    expect(response.headers()["content-language"]).toBe(lang);
    expect(await response.text()).toContain(`<title>${title} · Lyceum</title>`);
  }
});

test("a visitor's choice outlasts the browser's wish, without scripts too", async ({ people }) => {
  const { page } = await people.visitor({ locale: "en-GB", javaScriptEnabled: false });
  await page.goto(`/sign-up?next=/c/${COURSE}/general`);
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page).toHaveURL(/\/sign-up\?next=/);
  await expect(page.getByRole("heading", { level: 1, name: "Konto erstellen" })).toBeVisible();
  await page.getByRole("link", { name: "Anmelden" }).click();
  await expect(html(page)).toHaveAttribute("lang", "de");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});

test("German from sign-up to sign-out", async ({ people, watch }) => {
  // The answer to a wrong field.
  watch.allow(/status of 422/);
  const { page } = await people.visitor({ locale: "de-DE" });
  const account = newAccount("Jonas Weiß");
  await page.goto("/sign-up");
  await page.getByLabel("Name", { exact: true }).fill(account.name);
  await page.getByLabel("Anmeldename").fill(account.login);
  await page.getByLabel("Passwort", { exact: true }).fill("kurz");
  await page.getByRole("button", { name: "Konto erstellen" }).click();
  await expect(page.getByLabel("Passwort", { exact: true })).toHaveAccessibleDescription(/Verwenden Sie mindestens 12 Zeichen\./);
  await page.getByLabel("Passwort", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Konto erstellen" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "general" })).toBeVisible();

  const composer = page.getByRole("textbox", { name: "Nachricht an general" });
  await composer.fill("Grüß Gott, wann ist die Übung?");
  await composer.press("Enter");
  const row = page.getByRole("article", { name: /^Jonas Weiß, \d\d:\d\d$/ });
  await expect(row).toContainText("wann ist die Übung?");
  await expect(row.locator("[dir=auto]", { hasText: "wann ist die Übung?" })).toBeVisible();
  await expect(page.getByText("Heute", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Einstellungen" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Einstellungen" })).toBeVisible();
  await expect(page.getByLabel("Sprache")).toHaveValue("");
  await page.getByRole("button", { name: "Abmelden" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
});

test("the account's language wins over cookie and browser, and leaves with it", async ({ people }) => {
  const person = await people.student("Ada Brandt", { locale: "en-GB" });
  const { page } = person;
  await page.goto("/settings");
  await page.getByLabel("Language").selectOption("Deutsch");
  await page.getByRole("button", { name: "Use language" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Einstellungen" })).toBeVisible();
  await expect(page.getByLabel("Sprache")).toHaveValue("de");
  await expect(html(page)).toHaveAttribute("lang", "de");

  // On another device, in spite of its cookie.
  const other = await people.visitor({ locale: "en-GB" });
  await other.page.goto("/sign-in");
  await other.page.getByRole("button", { name: "English" }).click();
  await other.api.signIn(person);
  await open(other.page, `/c/${COURSE}/general`);
  await expect(html(other.page)).toHaveAttribute("lang", "de");

  // Back to the browser's wish: the cookie is gone as well.
  await other.page.goto("/settings");
  await other.page.getByLabel("Sprache").selectOption("Wie im Browser");
  await other.page.getByRole("button", { name: "Sprache übernehmen" }).click();
  await expect(other.page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  expect((await other.context.cookies()).filter(({ name }) => name === "language")).toEqual([]);
});

test("a language that is not offered is refused and kept nowhere", async ({ people }) => {
  const { context } = await people.visitor();
  const refused = await context.request.post("/fn/choose_language", { form: { language: "tlh" } });
  expect(refused.status()).toBe(422);
  expect(await context.cookies()).toEqual([]);
});

test("texts that cannot be loaded at first are loaded later, and the page is usable meanwhile", async ({ people, watch }) => {
  watch.allow(/Failed to load resource/);
  const { page } = await people.student("Lena Okafor", { locale: "de-DE" });
  let failures = 0;
  await page.route("**/texts.de.txt", (route) => (++failures <= 2 ? route.abort() : route.continue()));
  const live = untilLive(page);
  await page.goto(`/c/${COURSE}/general`);
  await expect(page.getByRole("heading", { level: 1, name: "general" })).toBeVisible();
  await live;
  const composer = page.getByRole("textbox", { name: "Nachricht an general" });
  await composer.fill("Da bin ich.");
  await composer.press("Enter");
  await expect(page.getByRole("article").filter({ hasText: "Da bin ich." })).toBeVisible();
  expect(failures).toBeGreaterThan(2);
});

/** Returns visible words and names that are neither in brackets nor what somebody wrote. */
function untranslated(page: Page): Promise<string[]> {
  return page.evaluate((names) => {
    // What people write and are called, what else has a direction or a language of its own, and the product's name.
    const theirs = "bdi, [dir=auto], time, code, .brand, .avatar, [lang]:not(html)";
    const found = new Set<string>();
    const check = (text: string | null) => {
      const words = (text ?? "").trim();
      // What is filled into a text has brackets of its own.
      let bare = words;
      while (/\[[^[\]]*\]/.test(bare)) bare = bare.replace(/\[[^[\]]*\]/g, "");
      if (/\p{L}{2}/u.test(bare) && !names.includes(bare.trim())) found.add(words);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || parent.closest(`script, style, template, ${theirs}`)) continue;
      check(node.textContent);
    }
    for (const element of document.querySelectorAll("body *")) {
      if (element.closest(theirs)) continue;
      for (const name of ["aria-label", "placeholder", "title", "alt", "data-busy-label"]) check(element.getAttribute(name));
    }
    return [...found];
  }, NAMES);
}

/** Returns what hangs out of its box or out of the window. */
function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const say = (element: Element) => `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent?.trim().slice(0, 60)}`;
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide`);
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const isShown = box.width > 1 && box.height > 1 && style.visibility === "visible" && element.checkVisibility();
      if (!isShown || element.closest(".visually-hidden, [inert]")) continue;
      // Words that are meant to end in an ellipsis say so; everything else must have room.
      const isControl = element.matches("button, a.button, h1, h2, label, legend, .badge, .field-hint, .segment, option, dt");
      const endsInDots = [element, ...element.querySelectorAll("*")].some((part) => getComputedStyle(part).textOverflow === "ellipsis");
      if (isControl && !endsInDots && element.scrollWidth > element.clientWidth + 1) found.push(say(element));
      if (isControl && (box.left < -1 || box.right > innerWidth + 1)) found.push(`outside: ${say(element)}`);
    }
    return found;
  });
}

for (const viewport of [PHONE, DESKTOP]) {
  test(`the pseudo-locale finds every text in the tables and room for it, ${viewport.width} wide`, async ({ people, watch }) => {
    watch.allow(/status of 404/);
    const options = { locale: PSEUDO, viewport };
    const looks = async (page: Page, what: string) => {
      await expect(html(page)).toHaveAttribute("dir", "rtl");
      expect(await untranslated(page), `untranslated on ${what}`).toEqual([]);
      expect(await clipped(page), `clipped on ${what}`).toEqual([]);
    };
    const visitor = await people.visitor(options);
    for (const path of ["/sign-in", "/sign-up", "/setup", "/nowhere"]) {
      await visitor.page.goto(path);
      await looks(visitor.page, path);
    }
    const { page } = await people.admin(options);
    for (const path of [`/c/${COURSE}/general`, `/c/${COURSE}/people`, "/settings", `/c/${COURSE}/nowhere`]) {
      await page.goto(path);
      await looks(page, path);
    }
  });
}
