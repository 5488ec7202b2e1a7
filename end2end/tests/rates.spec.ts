// Limits on posting, as people meet them: the page waits by itself, and says that it does.
import { open, row, rows, say } from "./support/channel";
import { expect, test } from "./support/fixtures";

test.use({ choice: { spec: "rates", settings: { LYCEUM_RATE__POSTS_PER_5_SECONDS: "3" } } });

test("messages beyond the limit wait their turn and come by themselves, in order", async ({ people, watch }) => {
  watch.allow(/429/);
  const teacher = await people.admin();
  const place = await teacher.api.createChannel();
  const { page } = await people.student();
  await Promise.all([open(page, place.path), open(teacher.page, place.path)]);
  const texts = Array.from({ length: 6 }, (_, n) => `Quick ${n + 1}.`);
  for (const text of texts) await say(page, text);
  // The one that was refused, and those behind it.
  await expect(row(page, "Sent in a moment").filter({ hasText: "Quick 6." })).toBeVisible();
  await expect(row(page, "Waiting for connection")).toHaveCount(0);
  for (const reader of [page, teacher.page]) {
    await expect(rows(reader).getByRole("paragraph").filter({ hasText: /^Quick/ })).toHaveText(texts, { timeout: 15_000 });
  }
});
