// The server functions as the page calls them: for what a test needs but is not about, such as two hundred older messages.
import type { APIRequestContext } from "@playwright/test";
import { randomUUID } from "node:crypto";

/** A channel and its address. */
export interface Place {
  id: string;
  name: string;
  path: string;
}

export interface NewPlace {
  name?: string;
  description?: string;
  kind?: "public" | "announcement" | "private";
}

export const COURSE = "commons";

let places = 0;

export class Api {
  constructor(
    private readonly request: APIRequestContext,
    private readonly origin: string,
  ) {}

  signUp(account: { login: string; name: string; password: string }): Promise<unknown> {
    return this.form("sign_up", { login: account.login, display_name: account.name, password: account.password });
  }

  signIn(account: { login: string; password: string }): Promise<unknown> {
    return this.form("sign_in", { login: account.login, password: account.password });
  }

  async channel(name: string, course = COURSE): Promise<Place> {
    const { channels } = await this.json<CourseSnapshot>("load_course", { slug: course });
    const found = channels.find((entry) => entry.channel.name === name);
    if (!found) throw new Error(`no channel ${name}`);
    return { id: found.channel.id, name, path: address(name, course) };
  }

  /** Makes a channel in the Commons, with a name that no other test has unless one is given. */
  async createChannel(place: NewPlace = {}): Promise<Place> {
    const { course } = await this.json<CourseSnapshot>("load_course", { slug: COURSE });
    const name = place.name ?? `room-${++places}`;
    const fields = { name, description: place.description ?? "", kind: place.kind ?? "public" };
    const made = await this.form<{ id: string }>("create_channel", { ...fields, course: course.id, course_slug: COURSE });
    return { id: made.id, name, path: address(name) };
  }

  post(place: Place, body: string): Promise<{ id: string }> {
    return this.form("post_message", { channel: place.id, body, client_message_id: randomUUID() });
  }

  /** Posts one message after another, so that their order is that of the list. */
  async postAll(place: Place, bodies: string[]): Promise<void> {
    for (const body of bodies) await this.post(place, body);
  }

  /** Adds somebody to a group. */
  add(place: Place, login: string, role = "member"): Promise<{ user: { id: string } }> {
    return this.form("add_member", { channel: place.id, login, role });
  }

  async remove(place: Place, login: string): Promise<void> {
    const { items } = await this.json<MembersPage>("load_members", { channel: place.id, after: null });
    const found = items.find((member) => member.user.login === login);
    if (!found) throw new Error(`no member ${login}`);
    await this.form("remove_member", { channel: place.id, user: found.user.id });
  }

  archive(place: Place): Promise<unknown> {
    return this.form("archive_channel", { channel: place.id });
  }

  form<T>(endpoint: string, form: Record<string, string>): Promise<T> {
    return this.call(endpoint, { form });
  }

  json<T>(endpoint: string, data: unknown): Promise<T> {
    return this.call(endpoint, { data });
  }

  private async call<T>(endpoint: string, body: { form?: Record<string, string>; data?: unknown }): Promise<T> {
    const headers = { origin: this.origin, accept: "application/json" };
    const answer = await this.request.post(`${this.origin}/fn/${endpoint}`, { ...body, headers, maxRedirects: 0 });
    if (!answer.ok()) throw new Error(`${endpoint} answered ${answer.status()}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

interface CourseSnapshot {
  course: { id: string };
  channels: { channel: { id: string; name: string } }[];
}

interface MembersPage {
  items: { user: { id: string; login: string } }[];
}

function address(name: string, course = COURSE): string {
  return `/c/${course}/${encodeURIComponent(name)}`;
}
