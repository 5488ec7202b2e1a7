// Plain HTML: the whole way of a newcomer without JavaScript, and what one does while WASM is still on its way: nothing is lost and
// nothing happens twice.
import type { Page } from "@playwright/test";
import { channelLink, composer, log, row, rows, sidebar, untilLive } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { Gate } from "./support/gate";
import { inspect, PHONE } from "./support/looks";
import { newAccount, PASSWORD } from "./support/people";

test.use({ choice: { spec: "plain" } });

const REFUSED = /status of 4\d\d/;

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

const send = (page: Page) => page.getByRole("button", { name: "Send" });

/** Writes a message and lets the browser send it. */
async function post(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await send(page).click();
}

test.describe("without scripts", () => {
  test("a newcomer signs up, reads, writes, thinks again, and leaves", async ({ people, watch }) => {
    watch.allow(REFUSED);
    const teacher = await people.admin();
    const general = await teacher.api.channel("general");
    await teacher.api.post(general, "Welcome to the course");
    const { page } = await people.visitor({ javaScriptEnabled: false });
    const account = newAccount("Lena Okafor");

    await test.step("signs up; a wrong field says so and the others stay", async () => {
      await page.goto("/");
      await page.getByRole("link", { name: "Create an account" }).click();
      await field(page, "Name").fill(account.name);
      await field(page, "Login").fill(account.login);
      await field(page, "Password").fill("short");
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(field(page, "Password")).toHaveAccessibleDescription(/12/);
      await expect(field(page, "Name")).toHaveValue(account.name);
      expect(page.url(), "what was typed never stands in an address").not.toContain("Okafor");
      await field(page, "Password").fill(account.password);
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "general" })).toBeVisible();
    });

    await test.step("reads, and writes", async () => {
      await expect(row(page, "Welcome to the course")).toBeVisible();
      await post(page, "Thank you & hello </textarea>");
      await expect(row(page, "Thank you & hello </textarea>")).toBeFocused();
      await expect(row(page, "Thank you")).toBeInViewport();
      await expect(composer(page)).toHaveValue("");
    });

    await test.step("a message that is too long comes back whole", async () => {
      const words = `</textarea><b id=injected>${"é".repeat(8_000)}`;
      await post(page, words);
      await expect(composer(page)).toHaveValue(words);
      await expect(composer(page)).toBeFocused();
      await expect(composer(page)).toHaveAccessibleDescription(/Shorten the message/);
      await expect(page.locator("#injected")).toHaveCount(0);
      await composer(page).fill("Shorter");
      await send(page).click();
      await expect(row(page, "Shorter")).toBeVisible();
    });

    await test.step("changes words; a refusal keeps them", async () => {
      const editor = page.getByRole("textbox", { name: "Your message" });
      await row(page, "Shorter").hover();
      await row(page, "Shorter").getByRole("button", { name: "Edit" }).click();
      await expect(editor).toHaveValue("Shorter");
      await expect(editor).toBeFocused();
      await page.getByRole("form", { name: "Edit message" }).getByRole("button", { name: "Cancel" }).click();
      await expect(editor).toHaveCount(0);
      await row(page, "Shorter").hover();
      await row(page, "Shorter").getByRole("button", { name: "Edit" }).click();
      const words = "ö".repeat(8_001);
      await editor.fill(words);
      await page.getByRole("button", { name: "Save" }).click();
      await expect(editor).toHaveValue(words);
      await expect(editor).toHaveAccessibleDescription(/Shorten the message/);
      await editor.fill("Shorter & better");
      await page.getByRole("button", { name: "Save" }).click();
      await expect(row(page, "Shorter & better")).toBeFocused();
      await expect(editor).toHaveCount(0);
    });

    await test.step("deletes, after having been asked", async () => {
      await row(page, "Shorter").hover();
      await row(page, "Shorter").getByRole("button", { name: "Delete" }).click();
      const question = page.getByRole("alertdialog", { name: "Delete this message?" });
      await question.getByRole("button", { name: "Cancel" }).click();
      await expect(question).toBeHidden();
      await row(page, "Shorter").hover();
      await row(page, "Shorter").getByRole("button", { name: "Delete" }).click();
      await question.getByRole("button", { name: "Delete message" }).click();
      await expect(row(page, "Lena Okafor deleted this message")).toBeFocused();
    });

    await test.step("changes name and theme", async () => {
      await page.getByRole("button", { name: "Settings" }).click();
      await field(page, "Display name").fill("L");
      await page.getByRole("button", { name: "Save name" }).click();
      await expect(field(page, "Display name")).toHaveAccessibleDescription(/2/);
      await expect(field(page, "Display name")).toHaveValue("L");
      await field(page, "Display name").fill("Lena O.");
      await page.getByRole("button", { name: "Save name" }).click();
      await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
      await expect(sidebar(page)).toContainText("Lena O.");
      await page.getByRole("radio", { name: "Dark" }).check();
      await page.getByRole("button", { name: "Save theme" }).click();
      await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    });

    await test.step("signs out and in again", async () => {
      await page.getByRole("button", { name: "Sign out" }).click();
      await field(page, "Login").fill(account.login);
      await field(page, "Password").fill("something else");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("alert")).toHaveText("Login or password is not correct.");
      await expect(field(page, "Login")).toHaveValue(account.login);
      await field(page, "Password").fill(account.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(row(page, "Thank you")).toBeVisible();
    });
  });

  test("history is read back and forth, page by page, and a permalink is scrolled to", async ({ people }) => {
    const teacher = await people.admin();
    const place = await teacher.api.createChannel();
    await teacher.api.postAll(place, Array.from({ length: 120 }, (_, n) => `Line ${n + 1} of many`));
    const { page } = await people.student("No Script", { javaScriptEnabled: false });
    const line = (n: number) => row(page, new RegExp(`Line ${n} of`));
    await page.goto(place.path);
    await expect(line(120)).toBeInViewport();
    await page.getByRole("link", { name: "Earlier messages" }).click();
    await expect(line(70)).toBeInViewport();
    await expect(line(71)).toHaveCount(0);
    await page.getByRole("link", { name: "Earlier messages" }).click();
    await expect(line(20)).toBeInViewport();
    await expect(page.getByText(/^Start of/)).toBeAttached();
    await page.getByRole("link", { name: "Newer messages" }).click();
    await expect(line(21)).toBeInViewport();
    await expect(line(70)).toBeAttached();
    const address = (await line(45).getByRole("link").first().getAttribute("href")) ?? "";
    await page.goto(address);
    await expect(line(45)).toBeInViewport({ ratio: 1 });
    await expect(line(45)).toBeFocused();
    await page.getByRole("link", { name: "Earlier messages" }).click();
    await expect(line(1)).toBeAttached();
    await page.goto(address);
    await page.getByRole("button", { name: "Jump to newest" }).click();
    await expect(line(120)).toBeInViewport();
  });

  test("staff make a channel, change it, archive it and restore it", async ({ people, watch }) => {
    watch.allow(REFUSED);
    const { page, api } = await people.admin({ javaScriptEnabled: false });
    const dialog = page.getByRole("dialog", { name: "New channel" });
    await page.goto((await api.channel("general")).path);
    await page.getByRole("button", { name: "New channel" }).click();
    await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole("button", { name: "New channel" }).click();
    await dialog.getByRole("textbox", { name: "Name" }).fill("general");
    await dialog.getByRole("textbox", { name: /^Description/ }).fill("Stays where it is");
    await dialog.getByRole("radio", { name: /^Announcements/ }).check();
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("textbox", { name: "Name" })).toHaveAccessibleDescription(/already has a channel/);
    await expect(dialog.getByRole("textbox", { name: /^Description/ })).toHaveValue("Stays where it is");
    await expect(dialog.getByRole("radio", { name: /^Announcements/ })).toBeChecked();
    await dialog.getByRole("textbox", { name: "Name" }).fill("plain-news");
    await dialog.getByRole("button", { name: "Create channel" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "plain-news" })).toBeVisible();

    const settings = page.getByRole("dialog", { name: "Channel settings" });
    const open = async (item: RegExp) => {
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: item }).click();
      await expect(settings).toBeVisible();
    };
    await open(/^Rename/);
    await settings.getByRole("textbox", { name: "Name" }).fill("plain-news-2");
    await settings.getByRole("textbox", { name: /^Description/ }).fill("</textarea> and more");
    await page.keyboard.press("Control+Home");
    await settings.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "plain-news-2" })).toBeVisible();
    await expect(settings).toBeHidden();
    await open(/^Archive/);
    await expect(settings.getByRole("textbox", { name: /^Description/ })).toHaveValue("</textarea> and more");
    await settings.getByRole("button", { name: "Archive" }).click();
    await expect(page.getByRole("status").filter({ hasText: /^Archived on/ })).toBeVisible();
    await expect(channelLink(page, "plain-news-2, archived")).toBeHidden();
    await sidebar(page).getByRole("heading", { name: "Archived" }).click();
    await expect(channelLink(page, "plain-news-2, archived")).toBeVisible();
    await open(/^Restore/);
    await settings.getByRole("button", { name: "Restore" }).click();
    await expect(composer(page)).toBeVisible();
  });

  test("a form that arrives twice posts once; other words in the same form are another message", async ({ people }) => {
    const { page, context, api } = await people.student("No Script", { javaScriptEnabled: false });
    const place = await api.channel("events");
    await page.goto(place.path);
    const hidden = (name: string) => page.locator(`form.composer input[name=${name}]`).inputValue();
    const form = { channel: await hidden("channel"), client_message_id: await hidden("client_message_id"), body: "Pressed twice" };
    const pressed = (body: string) =>
      context.request.post(`${place.path}?do=post_message`, { form: { ...form, body }, headers: { "sec-fetch-site": "same-origin" } });
    await Promise.all([pressed("Pressed twice"), pressed("Pressed twice")]);
    await pressed("Back, and other words");
    await page.reload();
    await expect(row(page, "Pressed twice")).toHaveCount(1);
    await expect(row(page, "Back, and other words")).toHaveCount(1);
  });

  test("a session that ended meanwhile keeps the words in sight", async ({ people, watch }) => {
    watch.allow(REFUSED);
    const { page, api, login } = await people.student("No Script", { javaScriptEnabled: false });
    const place = await api.channel("general");
    await page.goto(place.path);
    await api.form("sign_out", {});
    await post(page, "Not lost & not sent");
    await expect(page.getByRole("textbox", { name: /^Not sent/ })).toHaveValue("Not lost & not sent");
    await field(page, "Login").fill(login);
    await field(page, "Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(place.path);
  });

  test("a channel that was archived meanwhile keeps the words in sight", async ({ people, watch }) => {
    watch.allow(REFUSED);
    const teacher = await people.admin();
    const place = await teacher.api.createChannel();
    const { page } = await people.student("No Script", { javaScriptEnabled: false });
    await page.goto(place.path);
    await teacher.api.archive(place);
    await post(page, "One moment too late");
    await expect(page.getByRole("textbox", { name: /^Not sent/ })).toHaveValue("One moment too late");
  });

  test("a phone goes the same way", async ({ people }) => {
    const options = { javaScriptEnabled: false, viewport: PHONE, hasTouch: true, isMobile: true };
    const { page, api } = await people.student("No Script", options);
    await page.goto((await api.channel("general")).path);
    await page.getByRole("link", { name: "Open conversations" }).tap();
    await channelLink(page, "events").tap();
    await composer(page).fill("From a plain phone");
    await send(page).tap();
    await expect(row(page, "From a plain phone")).toBeInViewport({ ratio: 1 });
  });
});

test.describe("while WASM is on its way", () => {
  /** Opens a channel whose page stays plain until the gate opens. */
  async function openAsleep(page: Page, path: string): Promise<Gate> {
    const gate = await Gate.before(page, "**/*.wasm");
    await page.goto(path, { waitUntil: "domcontentloaded" });
    return gate;
  }

  const untilAwake = (page: Page) => expect(page.locator("html")).toHaveAttribute("data-awake", "");

  test("what is typed stays, with the keyboard and its place in it", async ({ people }) => {
    const { page, api } = await people.student();
    const gate = await openAsleep(page, (await api.channel("general")).path);
    await composer(page).click();
    await page.keyboard.type("Half a sentence");
    for (let n = 0; n < 8; n++) await page.keyboard.press("ArrowLeft");
    gate.release();
    await untilAwake(page);
    await expect(composer(page)).toBeFocused();
    await page.keyboard.type("typed ");
    await expect(composer(page)).toHaveValue("Half a typed sentence");
    await page.keyboard.press("Enter");
    await expect(row(page, "Half a typed sentence")).toHaveCount(1);
  });

  test("what was kept from before and what is typed now both stay", async ({ people }) => {
    const { page, api } = await people.student();
    const { path } = await api.channel("general");
    await page.goto(path);
    await untilAwake(page);
    await composer(page).fill("From before.");
    const gate = await openAsleep(page, path);
    await composer(page).fill("And now.");
    gate.release();
    await untilAwake(page);
    await expect(composer(page)).toHaveValue("From before.\nAnd now.");
  });

  for (const [how, act] of [
    ["the button", (page: Page) => send(page).click()],
    ["Enter", (page: Page) => composer(page).press("Enter")],
    ["the button, pressed twice", (page: Page) => send(page).dblclick()],
  ] as const) {
    test(`a message sent by ${how} arrives once`, async ({ people }) => {
      const { page, api } = await people.student();
      const place = await api.channel("general");
      const gate = await openAsleep(page, place.path);
      const words = `Sent early by ${how}!`;
      await composer(page).fill(words);
      await act(page);
      await expect(row(page, words)).toBeVisible();
      await expect(composer(page)).toHaveValue("");
      gate.release();
      await untilAwake(page);
      await expect(composer(page)).toHaveValue("");
      await expect(row(page, words)).toHaveCount(1);
      await page.reload();
      await expect(row(page, words)).toHaveCount(1);
    });
  }

  test("a page that wakes up while the browser sends leaves that to the browser", async ({ people }) => {
    const { page, api } = await people.student();
    const place = await api.channel("general");
    const asleep = await openAsleep(page, place.path);
    const sending = await Gate.before(page, "**/*do=post_message");
    const live = untilLive(page);
    await composer(page).fill("Sent in between");
    await send(page).click({ noWaitAfter: true });
    asleep.release();
    await live;
    // Locators wait for the navigation; the keyboard does not.
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    sending.release();
    await expect(page).toHaveURL(/#m-/);
    await untilAwake(page);
    await expect(row(page, "Sent in between")).toHaveCount(1);
    await expect(composer(page)).toHaveValue("");
    await page.reload();
    await expect(row(page, "Sent in between")).toHaveCount(1);
  });

  test("a refused message is there when the page wakes up, and goes on from there", async ({ people, watch }) => {
    watch.allow(REFUSED);
    const { page, api } = await people.student();
    const gate = await openAsleep(page, (await api.channel("general")).path);
    const words = "é".repeat(8_001);
    await post(page, words);
    await expect(composer(page)).toHaveValue(words);
    gate.release();
    await untilAwake(page);
    await expect(composer(page)).toHaveValue(words);
    await expect(composer(page)).toHaveAccessibleDescription(/Shorten the message/);
    await composer(page).fill("Short enough");
    await composer(page).press("Enter");
    await expect(row(page, "Short enough")).toHaveCount(1);
  });

  test("another channel, an older page and the archived channels are gone to at once", async ({ people }) => {
    const teacher = await people.admin();
    const place = await teacher.api.createChannel();
    await teacher.api.postAll(place, Array.from({ length: 70 }, (_, n) => `Line ${n + 1} of many`));
    const { page, api } = await people.student();
    const gate = await openAsleep(page, (await api.channel("general")).path);
    await channelLink(page, place.name).click();
    await expect(log(page)).toHaveAccessibleName(`Messages in ${place.name}`);
    await page.getByRole("link", { name: "Earlier messages" }).click();
    await expect(row(page, /Line 20 of/)).toBeInViewport();
    gate.release();
    await untilAwake(page);
    // Where one reads, one stays.
    await expect(row(page, /Line 20 of/)).toBeInViewport();
    await expect(page.getByRole("button", { name: "Jump to newest" })).toBeVisible();
    await page.getByRole("button", { name: "Jump to newest" }).click();
    await expect(row(page, /Line 70 of/)).toBeInViewport();
  });

  test("the dialog for a new channel opens at once, and what is typed into it stays", async ({ people }) => {
    const { page, api } = await people.admin();
    const { path } = await api.channel("general");
    const gate = await openAsleep(page, path);
    await page.getByRole("button", { name: "New channel" }).click();
    const dialog = page.getByRole("dialog", { name: "New channel" });
    await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
    await page.keyboard.type("early-birds");
    await dialog.getByRole("radio", { name: /^Announcements/ }).check();
    gate.release();
    await untilAwake(page);
    await expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("early-birds");
    await expect(dialog.getByText("11 / 50")).toBeVisible();
    await expect(dialog.getByRole("radio", { name: /^Announcements/ })).toBeChecked();
    await dialog.getByRole("button", { name: "Create channel" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "early-birds" })).toBeVisible();
    await expect(page).toHaveURL(/early-birds$/);
    await expect(dialog).toBeHidden();
  });

  test("an edit that was begun early goes on", async ({ people }) => {
    const { page, api } = await people.student();
    const place = await api.channel("general");
    await api.post(place, "To be changed early");
    const gate = await openAsleep(page, place.path);
    await row(page, "To be changed early").hover();
    await row(page, "To be changed early").getByRole("button", { name: "Edit" }).click();
    const editor = page.getByRole("textbox", { name: "Your message" });
    await editor.fill("Changed while asleep");
    gate.release();
    await untilAwake(page);
    await expect(editor).toHaveValue("Changed while asleep");
    await editor.press("Enter");
    await expect(row(page, "Changed while asleep")).toBeVisible();
    await expect(editor).toHaveCount(0);
    await expect(page).not.toHaveURL(/edit/);
  });

  test("a dialog that was opened early closes, and its address with it", async ({ people }) => {
    const { page, api } = await people.admin();
    const { path } = await api.channel("general");
    const gate = await openAsleep(page, path);
    await page.getByRole("button", { name: "New channel" }).click();
    gate.release();
    await untilAwake(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page).toHaveURL(path);
  });

  test("a click on what only scripts can do waits for them", async ({ people }) => {
    const { page, api, context } = await people.student();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const place = await api.channel("general");
    const { id } = await api.post(place, "Worth a link");
    const gate = await openAsleep(page, place.path);
    await row(page, "Worth a link").hover();
    await row(page, "Worth a link").getByRole("button", { name: "Copy link" }).click();
    gate.release();
    await expect(page.getByRole("status").filter({ hasText: "Link copied." })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`${place.path}/${id}`);
  });

  test("a theme is seen at once and stays chosen", async ({ people }) => {
    const { page } = await people.student();
    const gate = await openAsleep(page, "/settings");
    await page.getByRole("radio", { name: "Dark" }).check();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    gate.release();
    await untilAwake(page);
    await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  });

  test("axe finds nothing serious on plain pages", async ({ people }) => {
    test.slow();
    const { page, api } = await people.admin();
    const place = await api.createChannel();
    const { id } = await api.post(place, "To be looked at");
    await Gate.before(page, "**/*.wasm");
    for (const query of ["", "?new-channel=", "?settings=", `/${id}?delete=`]) {
      await page.goto(place.path + query, { waitUntil: "domcontentloaded" });
      await expect(rows(page)).toHaveCount(1);
      await inspect(page, query);
    }
  });
});
