// Talking: what one sends, the others see, where they should and nowhere else.
import { channelLink, composer, log, open, row, rows, say } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { Gate } from "./support/gate";

test.use({ choice: { spec: "chat" } });

test("a message appears in the open channel of another, and as a badge for a third", async ({ people }) => {
  const teacher = await people.admin();
  const [here, elsewhere] = [await teacher.api.createChannel(), await teacher.api.createChannel()];
  const [student, third] = [await people.student("Amara Diallo"), await people.student("Third Wheel")];
  await Promise.all([
    open(teacher.page, here.path),
    open(student.page, here.path),
    open(third.page, elsewhere.path),
  ]);

  await say(teacher.page, "Hello from here");

  await expect(row(student.page, "Hello from here")).toHaveAccessibleName(/^Hypatia, \d\d:\d\d$/);
  await expect(channelLink(third.page, `${here.name}, 1 unread`)).toBeVisible();
  await expect(rows(third.page)).toHaveCount(0);
  await expect(channelLink(student.page, here.name)).toBeVisible();

  await say(teacher.page, "And again");
  await channelLink(third.page, `${here.name}, 2 unread`).click();
  await expect(row(third.page, "And again")).toBeVisible();
  await expect(channelLink(third.page, here.name)).toBeVisible();
});

test("one's own message stands there before the server has it, and only once after", async ({ people }) => {
  const { page, api } = await people.student();
  await open(page, (await api.channel("general")).path);
  const gate = await Gate.before(page, "**/fn/post_message");

  await say(page, "Written once");
  await expect(row(page, "Written once")).toContainText("Sending");
  gate.release();
  await expect(row(page, "Written once")).not.toContainText("Sending");
  await expect(row(page, "Written once")).toHaveCount(1);
  await page.reload();
  await expect(row(page, "Written once")).toHaveCount(1);
});

test("deleting one's own message leaves a tombstone, for everybody", async ({ people }) => {
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const student = await people.student("Tomasz Wójcik");
  await Promise.all([open(student.page, place.path), open(teacher.page, place.path)]);
  await say(student.page, "Regretted");
  await expect(row(teacher.page, "Regretted")).toBeVisible();
  await row(teacher.page, "Regretted").hover();
  await expect(row(teacher.page, "Regretted").getByRole("button", { name: "Delete" })).toHaveCount(0);

  const regretted = row(student.page, "Regretted");
  await regretted.hover();
  await regretted.getByRole("toolbar", { name: "Message actions" }).getByRole("button", { name: "Delete" }).click();
  const confirmation = student.page.getByRole("alertdialog");
  await confirmation.getByRole("button", { name: "Delete message" }).click();

  for (const page of [student.page, teacher.page]) {
    await expect(row(page, "Tomasz Wójcik deleted this message")).toBeVisible();
    expect(await page.content()).not.toContain("Regretted");
  }
  await teacher.page.reload();
  await expect(row(teacher.page, "Tomasz Wójcik deleted this message")).toBeVisible();
  expect(await teacher.page.content()).not.toContain("Regretted");
});

test("links open elsewhere and are cut, lines stay, markup is text", async ({ people }) => {
  const { page, api } = await people.student();
  await open(page, (await api.channel("events")).path);
  const long = `https://example.org/${"a".repeat(60)}`;
  await say(page, `See ${long} and www.example.org.\nsecond line <b>not bold</b> **bold**`);

  const message = row(page, "second line");
  const link = message.getByRole("link", { name: `${long.slice(0, 50)}...` });
  await expect(link).toHaveAttribute("href", long);
  await expect(link).toHaveAttribute("title", long);
  await expect(link).toHaveAttribute("target", "_blank");
  await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow ugc");
  await expect(message.getByRole("link", { name: "www.example.org" })).toHaveAttribute("href", /^https:\/\/www/);
  await expect(message).toContainText("<b>not bold</b>");
  await expect(message.getByRole("strong")).toHaveText("bold");
  await expect(message.getByRole("paragraph").first()).toHaveText(/\.\s*second line/);
});

test("Shift+Enter starts a line, Enter sends both", async ({ people }) => {
  const { page, api } = await people.student();
  await open(page, (await api.channel("general")).path);
  await composer(page).pressSequentially("one");
  await composer(page).press("Shift+Enter");
  await composer(page).pressSequentially("two");
  await expect(composer(page)).toHaveValue("one\ntwo");
  await composer(page).press("Enter");
  await expect(row(page, /one\s*two/)).toBeVisible();
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("");
});

test("a copied link opens the channel at its message and marks it", async ({ people }) => {
  const { page, api, context } = await people.student();
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  await api.post(place, "The one that matters");
  await api.postAll(place, Array.from({ length: 80 }, (_, n) => `Noise ${n}`));
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, place.path);
  const noise = row(page, /Noise 79$/);
  await noise.hover();
  await noise.getByRole("button", { name: "Copy link" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(copied).pathname).toMatch(new RegExp(`^${place.path}/[0-9a-f-]{36}$`));

  const { id } = await firstMessage(api, place.id);
  await open(page, `${place.path}/${id}`);
  const target = row(page, "The one that matters");
  await expect(target).toBeInViewport();
  await expect(target).toHaveAttribute("data-target");
  await expect(row(page, /Noise 79$/)).toHaveCount(0);
});

test("switching channels loads no page and keeps the draft of each", async ({ people }) => {
  const { page, api } = await people.student();
  await open(page, (await api.channel("general")).path);
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await composer(page).fill("half a thought");
  await channelLink(page, "events").click();
  await expect(log(page)).toHaveAccessibleName("Messages in events");
  await expect(composer(page)).toHaveValue("");
  await composer(page).fill("another");
  await channelLink(page, "general").click();
  await expect(composer(page)).toHaveValue("half a thought");
  await page.goBack();
  await expect(composer(page)).toHaveValue("another");
  expect(await page.evaluate(() => "stayed" in window)).toBe(true);
});

async function firstMessage(api: { json<T>(endpoint: string, data: unknown): Promise<T> }, channel: string) {
  const page = await api.json<{ items: { id: string }[] }>("load_page", { channel, key: { after: 0 }, limit: 1 });
  const [first] = page.items;
  if (!first) throw new Error("the channel is empty");
  return first;
}
