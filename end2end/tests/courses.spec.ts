// Courses: making one, getting into it and out of it, and what the others see of that.
import type { Page } from "@playwright/test";
import { channelLink, composer, open, sidebar, tabTo } from "./support/channel";
import { expect, test } from "./support/fixtures";
import { expectAccessible } from "./support/looks";
import type { Person } from "./support/people";

test.use({ choice: { spec: "courses" } });

const REFUSED = /status of 4\d\d/;

let courses = 0;

interface Course {
  id: string;
  slug: string;
  title: string;
}

/** Makes a course that no other test has. */
async function makeCourse(teacher: Person): Promise<Course> {
  const number = ++courses;
  const fields = { code: `CS ${200 + number}`, title: `Algorithms ${number}`, term: "Autumn 2026", slug: `cs${200 + number}` };
  return teacher.api.form<Course>("create_course", fields);
}

const enrol = (teacher: Person, course: Course, login: string, role = "student") =>
  teacher.api.form<{ id: string }>("enrol_person", { course: course.id, login, role });

const switcher = (page: Page) => sidebar(page).getByRole("button", { name: /^Course: / });

const dialog = (page: Page, name: string) => page.getByRole("dialog", { name });

test("an administrator makes a course; a taken address says so at the field and nothing is lost", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const { page, api } = await people.admin();
  await open(page, (await api.channel("general")).path);
  await switcher(page).click();
  await page.getByRole("menuitem", { name: "New course…" }).click();
  const form = dialog(page, "New course");
  await expect(form).toBeVisible();
  await form.getByRole("textbox", { name: "Code" }).fill("MATH 110");
  await form.getByRole("textbox", { name: "Title" }).fill("Linear Algebra");
  await form.getByRole("textbox", { name: /^Term/ }).fill("Spring 2027");
  const address = form.getByRole("textbox", { name: "Address" });
  await expect(address).toHaveValue("math110-2027s");
  await expectAccessible(page, "new course");

  await address.fill("commons");
  await form.getByRole("button", { name: "Create course" }).click();
  await expect(address).toHaveAccessibleDescription("Another course has this address. Choose another.");
  await expect(address).toHaveValue("commons");
  await expect(form.getByRole("textbox", { name: "Title" })).toHaveValue("Linear Algebra");

  await address.fill("math110-2027s");
  await form.getByRole("button", { name: "Create course" }).click();
  await expect(page).toHaveURL("/c/math110-2027s/general");
  await expect(switcher(page)).toHaveAccessibleName(/^Course: MATH 110 Linear Algebra/);
  for (const name of ["general", "announcements", "events"]) await expect(channelLink(page, name)).toBeVisible();
});

test("whoever is enrolled sees the course at once and goes there with the keyboard", async ({ people }) => {
  const [teacher, student] = [await people.admin(), await people.student()];
  const course = await makeCourse(teacher);
  await open(student.page, (await student.api.channel("general")).path);
  await expect(switcher(student.page)).toHaveCount(0);

  await teacher.page.goto(`/c/${course.slug}/people`);
  await teacher.page.getByRole("button", { name: "Add a person" }).click();
  const form = dialog(teacher.page, "Add a person");
  await expectAccessible(teacher.page, "add a person");
  await form.getByRole("textbox", { name: "Login" }).fill(student.login);
  await form.getByRole("button", { name: "Add" }).click();
  await expect(form).toBeHidden();
  await expect(teacher.page.getByRole("row", { name: new RegExp(student.login) })).toBeVisible();

  const { page } = student;
  await expect(page.getByRole("status").filter({ hasText: /^You were added to CS / })).toBeVisible();
  await tabTo(page, switcher(page));
  await page.keyboard.press("Enter");
  const items = page.getByRole("menu", { name: "Courses" }).getByRole("menuitem");
  await expect(items.first()).toBeFocused();
  await expectAccessible(page, "course menu");
  await page.keyboard.press("ArrowDown");
  await expect(items.filter({ hasText: course.title })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(switcher(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/c/${course.slug}/general`);
  await expect(switcher(page)).toHaveAccessibleName(new RegExp(course.title));
});

test("a wrong login says so at the field", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const teacher = await people.admin();
  const course = await makeCourse(teacher);
  await teacher.page.goto(`/c/${course.slug}/people`);
  await teacher.page.getByRole("button", { name: "Add a person" }).click();
  const form = dialog(teacher.page, "Add a person");
  const login = form.getByRole("textbox", { name: "Login" });
  await form.getByRole("radio", { name: /^Assistant/ }).check();
  for (const [typed, error] of [
    ["nobody-at-all", "Nobody has this login. Check how it is written."],
    [teacher.login, /is in CS \d+ already|in CS \d+ already/],
  ] as const) {
    await login.fill(typed);
    await form.getByRole("button", { name: "Add" }).click();
    await expect(login).toHaveAccessibleDescription(error);
    await expect(login).toHaveValue(typed);
    await expect(form.getByRole("radio", { name: /^Assistant/ })).toBeChecked();
  }
});

test("a new role takes effect at once, for the person and for whoever looks on", async ({ people }) => {
  const [teacher, student, other] = [await people.admin(), await people.student("Ada Okoye"), await people.student("Ben Diaz")];
  const course = await makeCourse(teacher);
  await enrol(teacher, course, student.login);
  await enrol(teacher, course, other.login);
  await open(student.page, `/c/${course.slug}/announcements`);
  await expect(composer(student.page)).toHaveCount(0);
  await other.page.goto(`/c/${course.slug}/people`);
  await expect(other.page.getByRole("button", { name: "Change role of Ada Okoye" })).toHaveCount(0);

  await teacher.page.goto(`/c/${course.slug}/people`);
  await teacher.page.getByRole("button", { name: "Change role of Ada Okoye" }).click();
  const form = dialog(teacher.page, "Change role");
  await expect(form).toContainText("Ada Okoye");
  await expectAccessible(teacher.page, "change role");
  await form.getByRole("radio", { name: /^Assistant/ }).check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();

  await expect(composer(student.page)).toBeVisible();
  await expect(other.page.getByRole("row", { name: new RegExp(`${student.login} Assistant`) })).toBeVisible();
});

test("the last instructor stays, and the form says why", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const teacher = await people.admin();
  const course = await makeCourse(teacher);
  const { page } = teacher;
  await page.goto(`/c/${course.slug}/people`);
  await page.getByRole("button", { name: `Change role of ${teacher.name}` }).click();
  const form = dialog(page, "Change role");
  await form.getByRole("radio", { name: /^Student/ }).check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("group", { name: "Role" })).toHaveAccessibleDescription(/^A course keeps an instructor/);
});

test("whoever is removed loses the course at once and finds the way to another", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const [teacher, student] = [await people.admin(), await people.student("Cleo Park")];
  const course = await makeCourse(teacher);
  await enrol(teacher, course, student.login);
  await open(student.page, `/c/${course.slug}/general`);

  const { page } = teacher;
  await page.goto(`/c/${course.slug}/people`);
  await page.getByRole("button", { name: "Change role of Cleo Park" }).click();
  await dialog(page, "Change role").getByRole("button", { name: "Remove…" }).click();
  const question = page.getByRole("alertdialog", { name: "Remove this person?" });
  await expect(question).toContainText(/^.*Cleo Park loses CS \d+ at once/);
  await question.getByRole("button", { name: "Remove" }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole("row", { name: new RegExp(student.login) })).toHaveCount(0);

  const gone = student.page.getByRole("heading", { level: 1, name: /^You are no longer in CS / });
  await expect(gone).toBeVisible({ timeout: 1_000 });
  await expectAccessible(student.page, "course gone");
  await expect(student.page.locator("body")).toMatchAriaSnapshot({ name: "gone.aria.yml" });
  const answer = await student.page.reload();
  expect(answer?.status()).toBe(404);
  await student.page.goto("/");
  await expect(student.page).toHaveURL("/c/commons/general");
});

test("who is in no course is told so everywhere, and signs out", async ({ people, watch }) => {
  watch.allow(/status of 404|preloaded using link preload/);
  const [teacher, student] = [await people.admin(), await people.student("Nell Park", { javaScriptEnabled: false })];
  const { course } = await teacher.api.json<{ course: Course }>("load_course", { slug: "commons" });
  const { me } = await student.api.json<{ me: { id: string } }>("load_viewer", {});
  await teacher.api.form("remove_person", { course: course.id, user: me.id });
  for (const address of ["/settings", "/"]) {
    await student.page.goto(address);
    await expect(student.page.getByRole("heading", { level: 1, name: "You are in no course yet" })).toBeVisible();
  }
  await student.page.getByRole("button", { name: "Sign out" }).click();
  await expect(student.page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});

test("settings of a course show for everybody at once", async ({ people }) => {
  const [teacher, student] = [await people.admin(), await people.student()];
  const course = await makeCourse(teacher);
  await enrol(teacher, course, student.login);
  await open(student.page, `/c/${course.slug}/general`);
  await open(teacher.page, `/c/${course.slug}/general`);
  await switcher(teacher.page).click();
  await teacher.page.getByRole("menuitem", { name: "Course settings…" }).click();
  const form = dialog(teacher.page, "Course settings");
  await expectAccessible(teacher.page, "course settings");
  await form.getByRole("textbox", { name: "Title" }).fill("Graphs and trees");
  await form.getByRole("checkbox", { name: /^Open to everyone/ }).check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await expect(switcher(teacher.page)).toBeFocused();
  for (const { page } of [teacher, student]) {
    await expect(switcher(page)).toHaveAccessibleName(/Graphs and trees/);
  }

  await switcher(student.page).click();
  await expect(student.page.getByRole("menuitem", { name: "Course settings…" })).toHaveCount(0);
  await student.page.getByRole("menuitem", { name: "Leave course…" }).click();
  await student.page.getByRole("alertdialog").getByRole("button", { name: "Leave course" }).click();
  await expect(student.page).toHaveURL("/c/commons/general");
});

test("a course of others is not found, as one that there is not", async ({ people, watch }) => {
  watch.allow(REFUSED);
  const [teacher, student] = [await people.admin(), await people.student()];
  const course = await makeCourse(teacher);
  for (const slug of [course.slug, "no-such-course"]) {
    for (const path of ["", "/general", "/people"]) {
      const answer = await student.page.goto(`/c/${slug}${path}`);
      expect(answer?.status(), `${slug}${path}`).toBe(404);
    }
  }
});
