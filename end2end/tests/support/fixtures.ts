// What every spec starts from: a server of its own and people with a browser each.
import { test as base, request } from "@playwright/test";
import { Api } from "./api";
import { People, PASSWORD, type Account } from "./people";
import { Cable } from "./cable";
import { Server } from "./server.mjs";
import { Watch } from "./watch";

export { expect } from "@playwright/test";

interface ServerChoice {
  /** The spec: another one means another server. */
  spec: string;
  demo?: boolean;
  settings?: Record<string, string>;
}

interface OfWorker {
  choice: ServerChoice;
  server: Server;
  founder: Account;
}

interface OfTest {
  watch: Watch;
  people: People;
  cable: Cable;
}

export const test = base.extend<OfTest, OfWorker>({
  choice: [{ spec: "" }, { scope: "worker", option: true }],

  server: [
    async ({ choice }, use) => {
      const server = await Server.start(choice);
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],

  founder: [
    async ({ server }, use) => {
      const founder = { login: "hypatia", name: "Hypatia", password: PASSWORD };
      const token = new URL(await server.setupLink()).searchParams.get("token") ?? "";
      const context = await request.newContext();
      const form = { token, login: founder.login, display_name: founder.name, password: founder.password };
      await new Api(context, server.url).form("set_up", form);
      await context.dispose();
      await use(founder);
    },
    { scope: "worker" },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  watch: async ({}, use) => use(new Watch()),

  // The built-in page, watched like everybody else's.
  context: async ({ context, watch, server }, use) => {
    watch.follow(context, server.url);
    await use(context);
    watch.check();
  },

  people: async ({ browser, server, founder, watch }, use) => {
    const people = new People(browser, server.url, founder, watch);
    await use(people);
    await people.leave();
  },

  cable: async ({ server }, use) => {
    const cable = await Cable.open(server.url);
    await use(cable);
    await cable.close();
  },
});
