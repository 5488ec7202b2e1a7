// Saves a picture of every page of a demonstration site, desktop and phone, light and dark, into a folder outside the tree:
// `node tests/support/screenshots.mjs FOLDER`.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { call, launch } from "./browser.mjs";
import { Server } from "./server.mjs";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {{ as: "nobody" | "student" | "staff", path: string, act?: (page: Page) => Promise<void> }} Picture */

const COURSE = "/c/cs214-2026f";
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

const setup = await Server.start();
const demo = await Server.start({ demo: true });
const browser = await launch();

/** @type {Record<string, Picture>} */
const PICTURES = {
  setup: { as: "nobody", path: await setup.setupLink() },
  "sign-in": { as: "nobody", path: "/sign-in" },
  "sign-in-wrong": { as: "nobody", path: "/sign-in", act: signInWrongly },
  "sign-up": { as: "nobody", path: "/sign-up" },
  "sign-up-wrong": { as: "nobody", path: "/sign-up", act: signUpWrongly },
  channel: { as: "student", path: `${COURSE}/problem-sets` },
  "channel-staff": { as: "staff", path: `${COURSE}/general`, act: hover },
  "channel-menu": { as: "staff", path: `${COURSE}/lectures`, act: press("More") },
  "channel-members": { as: "student", path: `${COURSE}/problem-sets?panel=members` },
  "channel-empty": { as: "staff", path: `${COURSE}/reading-group` },
  "channel-archived": { as: "student", path: `${COURSE}/old-exams` },
  "channel-announcements": { as: "student", path: `${COURSE}/announcements` },
  "channel-offline": { as: "student", path: `${COURSE}/exam-prep`, act: loseConnection },
  course: { as: "student", path: `${COURSE}/problem-sets?view=course` },
  "new-channel": { as: "staff", path: `${COURSE}/general`, act: newChannel },
  people: { as: "student", path: `${COURSE}/people` },
  "people-staff": { as: "staff", path: `${COURSE}/people` },
  "people-add": { as: "staff", path: `${COURSE}/people`, act: press("Add a person") },
  "people-role": { as: "staff", path: `${COURSE}/people`, act: press("Change role of Mateo Ríos") },
  "course-menu": { as: "staff", path: `${COURSE}/general?view=course`, act: press(/^Course: /) },
  "new-course": { as: "staff", path: `${COURSE}/general?view=course`, act: fromCourseMenu("New course…") },
  "course-settings": { as: "staff", path: `${COURSE}/general?view=course`, act: fromCourseMenu("Course settings…") },
  settings: { as: "student", path: "/settings" },
  "not-found": { as: "student", path: `${COURSE}/no-such-channel` },
};

const [, , folder] = process.argv;
try {
  if (!folder) throw new Error("name a folder for the pictures");
  await mkdir(folder, { recursive: true });
  await furnish();
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const theme of /** @type {const} */ (["light", "dark"])) {
      for (const [name, picture] of Object.entries(PICTURES)) await take(`${name}-${size}-${theme}`, picture, viewport, theme);
    }
  }
} finally {
  await browser.close();
  await Promise.all([setup.stop(), demo.stop()]);
}

/**
 * @param {string} name @param {Picture} picture
 * @param {{ width: number, height: number }} viewport @param {"light" | "dark"} colorScheme
 */
async function take(name, picture, viewport, colorScheme) {
  const deviceScaleFactor = viewport.width < 640 ? 2 : 1;
  const context = await browser.newContext({ baseURL: demo.url, viewport, colorScheme, deviceScaleFactor, reducedMotion: "reduce" });
  if (picture.as !== "nobody") await signIn(context, picture.as);
  const page = await context.newPage();
  await page.goto(picture.path, { waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  await picture.act?.(page);
  await page.screenshot({ path: join(folder ?? "", `${name}.png`), animations: "disabled" });
  await context.close();
}

/** @param {import("@playwright/test").BrowserContext} context @param {"student" | "staff"} as */
async function signIn(context, as) {
  const login = as === "staff" ? "ihallstrom" : "lokafor";
  const password = await demo.line(new RegExp(`^${login}\\s+(\\S+)`));
  await call(context, demo.url, "sign_in", { form: { login, password } });
}

/** Makes an empty and an archived channel. */
async function furnish() {
  const context = await browser.newContext();
  await signIn(context, "staff");
  const { course } = await call(context, demo.url, "load_course", { data: { slug: COURSE.slice(3) } });
  const common = { course: course.id, course_slug: COURSE.slice(3), kind: "public" };
  const make = (/** @type {Record<string, string>} */ form) =>
    call(context, demo.url, "create_channel", { form: { ...common, ...form } });
  await make({ name: "reading-group", description: "Papers beyond the syllabus, every other Friday." });
  const { id } = await make({ name: "old-exams", description: "Exams from before the new syllabus." });
  await call(context, demo.url, "archive_channel", { form: { channel: id } });
  await context.close();
}

/** @param {string | RegExp} name */
function press(name) {
  return async (/** @type {Page} */ page) => {
    await page.getByRole("button", { name, exact: true }).click();
  };
}

/** @param {string} item */
function fromCourseMenu(item) {
  return async (/** @type {Page} */ page) => {
    await press(/^Course: /)(page);
    await page.getByRole("menuitem", { name: item }).click();
    await page.getByRole("dialog").waitFor();
  };
}

/** @param {Page} page */
async function hover(page) {
  await page.getByRole("log").getByRole("article").last().hover();
}

/** @param {Page} page */
async function newChannel(page) {
  const opener = page.getByRole("button", { name: "New channel" });
  if (!(await opener.isVisible())) await page.getByRole("link", { name: "Open conversations" }).click();
  await opener.click();
  await page.getByRole("textbox", { name: "Name" }).fill("general");
  await page.getByRole("button", { name: "Create channel" }).click();
  await page.getByRole("alert").waitFor();
}

/** @param {Page} page */
async function signInWrongly(page) {
  await page.getByLabel("Login", { exact: true }).fill("lokafor");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await press("Sign in")(page);
  await page.getByRole("alert").waitFor();
}

/** @param {Page} page */
async function signUpWrongly(page) {
  await page.getByLabel("Name", { exact: true }).fill("Lena Okafor");
  await page.getByLabel("Login", { exact: true }).fill("lena okafor");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await press("Create account")(page);
  await page.getByRole("alert").first().waitFor();
}

/** @param {Page} page */
async function loseConnection(page) {
  const network = await page.context().newCDPSession(page);
  const lost = { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  await network.send("Network.emulateNetworkConditions", lost);
  await page.getByRole("status").filter({ hasText: "You are offline" }).waitFor({ timeout: 60_000 });
}
