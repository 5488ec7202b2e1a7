// How far a page moved by itself while it loaded, as browsers measure it.
import { expect, type Page } from "@playwright/test";

/** A shift with what moved, as Chromium reports it; TypeScript's library does not know it. */
interface Shift extends PerformanceEntry {
  value: number;
  sources?: { node?: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

/** Measures from the next navigation on. */
export async function measureLayoutShift(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.layoutShifts = [];
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as Shift[]) {
        const moved = (shift.sources ?? []).map(({ node, previousRect, currentRect }) => {
          const name = node instanceof Element ? `${node.localName}.${node.className}` : "text";
          return `${name} ${Math.round(previousRect.y)} to ${Math.round(currentRect.y)}`;
        });
        window.layoutShifts.push({ value: shift.value, moved });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** Asserts that little has moved so far, after the next painted frame; says what did. */
export async function expectStill(page: Page, where: string): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const shifts = await page.evaluate(() => window.layoutShifts);
  const sum = shifts.reduce((sum, { value }) => sum + value, 0);
  expect(sum, `${where}: ${JSON.stringify(shifts)}`).toBeLessThanOrEqual(0.02);
}
