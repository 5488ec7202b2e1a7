// A door in the network: requests to one address wait before it until the test has seen what the page does meanwhile.
import type { Page } from "@playwright/test";

export class Gate {
  private open = () => {};
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  private constructor() {}

  /** Lets requests wait. */
  static async before(page: Page, address: string): Promise<Gate> {
    const gate = new Gate();
    await page.route(address, async (route) => {
      await gate.opened;
      await route.continue();
    });
    return gate;
  }

  /** Lets everything through, now and later. */
  release(): void {
    this.open();
  }
}
