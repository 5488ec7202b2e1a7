// What nobody should type or send, and somebody will.
import { COURSE } from "./support/api";
import { composer, open, row, say, sidebar } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { newAccount } from "./support/people";

test.use({ choice: { spec: "hostile" } });

const REFUSED = /status of 4\d\d/;

const SCRIPTS = [
  `<script>ran()</script>`,
  `<img src=x onerror=ran()>`,
  `<svg/onload=ran()>`,
  `"><iframe srcdoc="<script>parent.ran()</script>">`,
  `</textarea><script>ran()</script>`,
  `[click](javascript:ran())`,
  `<javascript:ran()>`,
  "```\n</code></pre><script>ran()</script>\n```",
  `![x](x" onerror="ran())`,
  `{{constructor.constructor('ran()')()}}`,
  `<a href="data:text/html,<script>ran()</script>">x</a>`,
  `<math><mtext><style><img src onerror=ran()></style></mtext></math>`,
];

test("no text runs as a script, wherever it is typed", async ({ people }) => {
  const teacher = await people.admin();
  const { page, api } = await people.student(`<img src=x onerror=ran()>`);
  const place = await teacher.api.createChannel({ description: `<script>ran()</script><svg onload=ran()>` });
  await api.postAll(place, SCRIPTS);
  for (const person of [page, teacher.page]) {
    await person.addInitScript(() => Object.assign(window, { ran: () => Object.assign(window, { hasRun: true }) }));
    await open(person, place.path);
  }

  for (const script of SCRIPTS) await say(page, `live ${script}`);
  await expect(row(teacher.page, "live")).toHaveCount(SCRIPTS.length);
  await teacher.page.goto(`/c/${COURSE}/people`);
  await expect(teacher.page.getByText("<img src=x onerror=ran()>").first()).toBeVisible();
  await page.goto("/settings");
  await expect(page.getByRole("textbox", { name: "Display name" })).toHaveValue("<img src=x onerror=ran()>");

  for (const person of [page, teacher.page]) {
    await person.goto(place.path);
    const log = person.getByRole("log");
    await expect(log.getByRole("article").first()).toBeVisible();
    expect(await log.locator("script, img, iframe, style, math, [onerror], [onload]").count()).toBe(0);
    expect(await log.locator("a[href^='javascript:'], a[href^='data:']").count()).toBe(0);
    expect(await person.evaluate(() => "hasRun" in window)).toBe(false);
  }
});

test("a script in an address does not run", async ({ people, watch }) => {
  watch.allow(/status of 404/);
  const { page } = await people.visitor();
  const script = encodeURIComponent(`"><script>document.title='ran'</script>`);
  for (const address of [`/sign-in?next=${script}`, `/setup?token=${script}`, `/${script}`]) {
    await page.goto(address);
    await expect(page).not.toHaveTitle("ran");
  }
  await page.goto("/sign-in?next=//evil.example/");
  const account = await people.student();
  await page.getByLabel("Login", { exact: true }).fill(account.login);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`/c/${COURSE}/general`);
});

for (const name of ["Zoë 🎉 Müller", "محمد علي", "O’Brien-Nuñez", "Ⅷ ﷽"]) {
  test(`a person may be called ${name}`, async ({ people }) => {
    const { page, api } = await people.student(name);
    await open(page, (await api.channel("general")).path);
    await say(page, `مرحبا 👋🏽 from ${name}`);
    await expect(row(page, `from ${name}`)).toBeVisible();
    await expect(sidebar(page)).toContainText(name);
    await expect(page.getByRole("main")).toBeInViewport();
    await page.reload();
    await expect(row(page, `from ${name}`)).toHaveAccessibleName(new RegExp(`^${name}, `));
  });
}

test("eight thousand characters are a message; one more is not, and stays in the box", async ({ people }) => {
  const { page, api } = await people.student();
  await open(page, (await api.channel("general")).path);
  const longest = "é".repeat(8_000);
  await composer(page).fill(`${longest}x`);
  await composer(page).press("Enter");
  await expect(page.getByRole("alert")).toContainText(/Shorten the message to 8\s?000 characters/);
  await expect(composer(page)).toHaveValue(`${longest}x`);
  await composer(page).press("End");
  await composer(page).press("Backspace");
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("");
  await expect(row(page, longest)).toBeVisible();

  await composer(page).fill("  \n  ");
  await composer(page).press("Enter");
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("one login is one account, whoever comes second", async ({ people }) => {
  const twin = newAccount();
  const both = await Promise.allSettled([1, 2].map(async () => (await people.visitor()).api.signUp(twin)));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("another site's page can neither post nor open a socket", async ({ people, server }) => {
  const { context, api } = await people.student();
  const place = await api.channel("general");
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const form = { channel: place.id, body: "forged" };
  const forged = await context.request.post(`${server.url}/fn/post_message`, { form, headers });
  expect(forged.status()).toBe(403);
  const socket = await context.request.get(`${server.url}/ws`, {
    headers: {
      origin: "https://evil.example",
      connection: "upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    },
  });
  expect(socket.status()).toBe(403);
});

test("what is not there and what one may not see answer alike", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const { page } = await people.student();
  const missing = [
    `/c/${COURSE}/no-such-channel`,
    `/c/${COURSE}/general/00000000-0000-7000-8000-000000000000`,
    `/c/${COURSE}/general/not-an-id`,
    `/c/${COURSE}/a%20b%2Fc`,
    "/c/no-such-course/general",
    "/c/no-such-course/people",
    "/no/such/page",
  ];
  for (const address of missing) {
    const answer = await page.goto(address);
    expect.soft(answer?.status(), address).toBe(404);
    await expect.soft(page.getByRole("heading", { level: 1 }), address).toHaveText("Page not found");
  }
});

test("what the page does not offer, the server refuses", async ({ people, server }) => {
  const teacher = await people.admin();
  const announcements = await teacher.api.channel("announcements");
  const archived = await teacher.api.createChannel();
  const { id } = await teacher.api.post(archived, "Not yours to delete");
  await teacher.api.archive(archived);
  const { api } = await people.student();
  const nobody = await people.visitor();

  const check = async (attempt: Promise<unknown>, status: number) =>
    expect.soft(attempt).rejects.toThrow(` answered ${status}`);
  await check(api.createChannel(), 403);
  await check(api.post(announcements, "Not an announcement"), 403);
  await check(api.post(archived, "Too late"), 423);
  await check(api.archive(announcements), 403);
  await check(api.form("delete_message", { id }), 403);
  await check(api.form("edit_message", { id, version: "1", body: "Not your words" }), 423);
  const note = await teacher.api.post(announcements, "Not yours to change");
  await check(api.form("edit_message", { id: note.id, version: "1", body: "Not your words" }), 403);
  await check(api.json("load_versions", { id }), 403);
  await check(api.json("load_page", { channel: archived.id, key: "sideways", limit: 1 }), 400);
  await check(nobody.api.channel("general"), 401);
  await check(nobody.api.post(announcements, "Who am I"), 401);
  const tooLarge = await nobody.context.request.post(`${server.url}/fn/sign_in`, { data: "x".repeat(300_000) });
  expect(tooLarge.status()).toBe(413);
});

test("a session that ends elsewhere leads to the sign-in page, and the draft is still there", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const { page, api, login, password } = await people.student();
  const place = await api.channel("general");
  await open(page, place.path);
  await composer(page).fill("not lost");
  await api.form("sign_out", {});
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("Login", { exact: true }).fill(login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(composer(page)).toHaveValue("not lost");
});
