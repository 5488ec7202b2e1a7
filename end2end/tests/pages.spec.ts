// Every page as such: accessible in both themes and on both sizes, the structure that screen readers get, no sideways
// scrolling, no movement while the page wakes up.
import { COURSE } from "./support/api";
import { composer, open, row, rows } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { Gate } from "./support/gate";
import { expectStill, measureLayoutShift } from "./support/layout-shift";
import { DESKTOP, expectAccessible, inspect, PHONE } from "./support/looks";
import type { Person } from "./support/people";

test.use({ choice: { spec: "pages" } });

/** The addresses of all pages; those of channels belong to a room with something in it. */
async function addresses(teacher: Person) {
  const [room, empty, archived] = [
    await teacher.api.createChannel({ description: "Exercises, hints and solutions." }),
    await teacher.api.createChannel(),
    await teacher.api.createChannel(),
  ];
  await teacher.api.post(room, "A **bold** word, `code`, and a quote:\n\n> said before\n\nhttps://example.org/paper");
  await teacher.api.post(room, "```rust\nfn main() {}\n```\n\n- one\n- two");
  await teacher.api.archive(archived);
  return {
    open: ["/sign-in", "/sign-up", "/no-such-page"],
    channels: [room.path, empty.path, archived.path, `${room.path}?panel=members`, `${room.path}?view=course`],
    signedIn: [`/c/${COURSE}/people`, "/settings", `/c/${COURSE}/no-such-channel`],
    room,
  };
}

test.describe("axe finds nothing serious", () => {
  test.slow();

  test("on the pages before signing in", async ({ people, watch }) => {
    watch.allow(/status of 404/);
    const [teacher, { page }] = [await people.admin(), await people.visitor()];
    for (const address of (await addresses(teacher)).open) {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await inspect(page, address);
    }
  });

  test("on the pages of a course", async ({ people, watch }) => {
    watch.allow(/status of 404/);
    const teacher = await people.admin();
    const { channels, signedIn } = await addresses(teacher);
    for (const address of [...channels, ...signedIn]) {
      await teacher.page.setViewportSize(DESKTOP);
      await teacher.page.goto(address);
      await expect(teacher.page.getByRole("heading", { level: 1 })).toBeVisible();
      await inspect(teacher.page, address);
    }
  });

  test("in dialogs and menus", async ({ people }) => {
    const { page, api } = await people.admin({ reducedMotion: "reduce" });
    await open(page, (await api.createChannel()).path);
    await page.getByRole("button", { name: "New channel" }).click();
    await expectAccessible(page, "new channel");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "More" }).click();
    await expectAccessible(page, "menu");
    await page.getByRole("menuitem", { name: /^Rename or describe/ }).click();
    await expectAccessible(page, "channel settings");
  });
});

test.describe("the structure of", () => {
  for (const [name, address] of [["sign-in", "/sign-in"], ["sign-up", "/sign-up"], ["not-found", "/no-such-page"]]) {
    test(`the ${name} page`, async ({ people, watch }) => {
      watch.allow(/status of 404/);
      const { page } = await people.visitor();
      await page.goto(address ?? "");
      await expect(page.locator("body")).toMatchAriaSnapshot({ name: `${name}.aria.yml` });
    });
  }

  test("a channel", async ({ people }) => {
    const { page, api } = await people.admin();
    const place = await api.createChannel({ name: "structure", description: "What screen readers get." });
    await api.post(place, "First words, then a [link](https://example.org).");
    await open(page, place.path);
    await expect(page.getByRole("main")).toMatchAriaSnapshot({ name: "channel.aria.yml" });
  });

  test("the people page and the settings", async ({ people }) => {
    const { page } = await people.admin();
    await page.goto(`/c/${COURSE}/people`);
    await expect(page.getByRole("main")).toMatchAriaSnapshot({ name: "people.aria.yml" });
    await page.goto("/settings");
    await expect(page.getByRole("main")).toMatchAriaSnapshot({ name: "settings.aria.yml" });
  });
});

test("nothing moves while pages wake up", async ({ people }) => {
  const { page, api } = await people.admin();
  const place = await api.createChannel({ description: "Still as a lake." });
  await api.postAll(place, Array.from({ length: 30 }, (_, n) => `Message ${n}`));
  await measureLayoutShift(page);
  for (const viewport of [DESKTOP, PHONE]) {
    await page.setViewportSize(viewport);
    await open(page, place.path);
    await expectStill(page, `channel at ${viewport.width} px`);
    await page.goto(`/c/${COURSE}/people`, { waitUntil: "networkidle" });
    await expectStill(page, `people at ${viewport.width} px`);
  }
});

test("nothing moves when the fonts come late", async ({ people }) => {
  const { page, api } = await people.admin({ viewport: PHONE });
  const place = await api.createChannel({ description: "Still as a lake." });
  await api.postAll(place, Array.from({ length: 12 }, (_, n) => `Message ${n} ${"goes on for a line or two. ".repeat(n % 5)}`));
  await measureLayoutShift(page);
  await page.route("**/*.wasm", () => {});
  const isPainted = () => page.evaluate(() => performance.getEntriesByName("first-contentful-paint").length);
  for (const path of [place.path, `/c/${COURSE}/people`]) {
    const gate = await Gate.before(page, "**/*.woff2");
    await page.goto(path, { waitUntil: "commit" });
    await expect.poll(isPainted).toBe(1);
    gate.release();
    await page.evaluate(() => document.fonts.ready);
    await expectStill(page, path);
    await page.unroute("**/*.woff2");
  }
});

test("a page is there before any script, and works as forms", async ({ people, watch }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  await teacher.api.post(place, "Readable without scripts");
  watch.allow(/status of 401/);
  const { page, login, password } = await people.student("Plain Reader");
  await page.close();
  const visitor = await people.visitor({ javaScriptEnabled: false });

  await visitor.page.goto(place.path);
  await visitor.page.getByLabel("Login", { exact: true }).fill(login);
  await visitor.page.getByLabel("Password", { exact: true }).fill("wrong");
  await visitor.page.getByRole("button", { name: "Sign in" }).click();
  await expect(visitor.page.getByText("Login or password is not correct.")).toBeVisible();
  await visitor.page.getByLabel("Password", { exact: true }).fill(password);
  await visitor.page.getByRole("button", { name: "Sign in" }).click();

  await expect(row(visitor.page, "Readable without scripts")).toBeVisible();
  await composer(visitor.page).fill("Written without scripts");
  await visitor.page.getByRole("button", { name: "Send" }).click();
  await expect(row(visitor.page, "Written without scripts")).toBeVisible();
  await expect(rows(visitor.page)).toHaveCount(2);
});

test("the first paint waits for neither WASM nor JavaScript", async ({ people }) => {
  const { page, api } = await people.student();
  const place = await api.channel("general");
  await page.route(/\.(js|wasm)$/, () => {});
  await page.goto(place.path, { waitUntil: "commit" });
  await expect(composer(page)).toBeVisible();
  const painted = () => page.evaluate(() => performance.getEntriesByName("first-contentful-paint").length);
  await expect.poll(painted).toBe(1);
});
