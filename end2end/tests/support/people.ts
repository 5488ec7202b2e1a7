// People with a browser each. They come signed in; how one signs in is the business of accounts.spec.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import { Api } from "./api";
import type { Watch } from "./watch";

export interface Account {
  login: string;
  name: string;
  password: string;
}

export interface Person extends Account {
  context: BrowserContext;
  page: Page;
  api: Api;
}

export const PASSWORD = "olive grove at noon";

let accounts = 0;

/** Returns an account that nobody has yet. */
export function newAccount(name = "Lena Okafor"): Account {
  return { login: `person-${++accounts}`, name, password: PASSWORD };
}

export class People {
  private readonly contexts: BrowserContext[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly origin: string,
    private readonly founder: Account,
    readonly watch: Watch,
  ) {}

  /** Opens a browser in which nobody is signed in. */
  async visitor(options: BrowserContextOptions = {}): Promise<Person> {
    const baseURL = options.baseURL ?? this.origin;
    const context = await this.browser.newContext({ ...options, baseURL });
    this.contexts.push(context);
    this.watch.follow(context, baseURL);
    const api = new Api(context.request, this.origin);
    return { ...newAccount(), context, page: await context.newPage(), api };
  }

  /** Makes an account and opens a browser for it. */
  async student(name = "Lena Okafor", options: BrowserContextOptions = {}): Promise<Person> {
    const person = { ...(await this.visitor(options)), name };
    await person.api.signUp(person);
    return person;
  }

  /** Opens another browser for the site's administrator, who teaches the Commons. */
  async admin(options: BrowserContextOptions = {}): Promise<Person> {
    const person = { ...(await this.visitor(options)), ...this.founder };
    await person.api.signIn(person);
    return person;
  }

  async leave(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()));
    this.watch.check();
  }
}
