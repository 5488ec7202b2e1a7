//! Adding somebody of the course to a group.

use leptos::ev::SubmitEvent;
use leptos::html::Form;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::channel::ChannelRole;
use protocol::fault::FieldCode;
use protocol::user::Person;

use crate::api::memberships::{add_member, find_candidates};
use crate::components::avatar::Avatar;
use crate::components::fault_notice::FaultNotice;
use crate::components::field_note::FieldNote;
use crate::components::members_source::Members;
use crate::components::toasts::use_toasts;
use crate::dom;
use crate::fault_text::field_text;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::submission::{Sending, Submission};

/// How long somebody may pause while typing before people are looked for.
const SEARCH_AFTER: std::time::Duration = std::time::Duration::from_millis(200);

/// A field for a name or a login, and the people it finds. Whole logins work without scripts.
#[component]
pub fn AddMember(
    /// The group.
    channel: ChannelLive,
    /// The members, of which there will be one more.
    members: Members,
) -> impl IntoView {
    let t = use_i18n();
    let toasts = use_toasts();
    let submission = Submission::of("add_member");
    let form = NodeRef::<Form>::new();
    submission.focus_wrong_field(form);
    let typed = RwSignal::new(submission.typed("login"));
    let found = RwSignal::new(Vec::<Person>::new());
    // Counts what was typed: of two searches that overlap the later one matters.
    let searches = StoredValue::new(0_u32);
    let id = channel.id();
    let search = move |event| {
        typed.set(event_target_value(&event));
        let search = searches.get_value().wrapping_add(1);
        searches.set_value(search);
        let is_last = move || searches.try_get_value() == Some(search);
        let look = move || {
            if is_last() {
                spawn_local(async move {
                    let text = typed.get_untracked();
                    let people = match text.trim() {
                        "" => Vec::new(),
                        _ => find_candidates(id, text).await.unwrap_or_default(),
                    };
                    if is_last() {
                        found.set(people);
                    }
                });
            }
        };
        set_timeout(look, SEARCH_AFTER);
    };
    let sender = submission.clone();
    let add = Callback::new(move |login: String| {
        sender.send(Box::pin(async move {
            let member = add_member(id, login, ChannelRole::Member).await?;
            toasts.say("user-plus", t.toast_added(member.user.display_name.clone()));
            members.put(member);
            searches.update_value(|search| *search = search.wrapping_add(1));
            typed.set(String::new());
            found.set(Vec::new());
            dom::after_paint(|| dom::focus(dom::by_id("member-add")));
            Ok(())
        }) as Sending);
    });
    let error = submission.field_with("login", move |wrong| match wrong.code {
        FieldCode::Taken => t.group_already().to_owned(),
        FieldCode::Wrong => t.group_unknown().to_owned(),
        _ => field_text(t, wrong),
    });
    let whole = submission.whole();
    view! {
        <form
            class="member-add"
            method="post"
            action=submission.address()
            novalidate=true
            node_ref=form
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                add.run(typed.get_untracked());
            }
        >
            <input type="hidden" name="channel" value=id.to_string() />
            <input type="hidden" name="role" value="member" />
            <FaultNotice text=whole />
            <div class="field">
                <label class="field-label" for="member-add">
                    {t.group_add_label()}
                </label>
                <div class="member-add-line">
                    <input
                        class="input"
                        id="member-add"
                        name="login"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        value=typed.get_untracked()
                        aria-invalid=move || error.with(Option::is_some).then_some("true")
                        aria-describedby="member-add-note"
                        prop:value=typed
                        on:input=search
                    />
                    <button class="button" type="submit">
                        {t.group_add()}
                    </button>
                </div>
                <FieldNote id="member-add-note".to_owned() hint=Some(t.group_add_hint().to_owned()) error />
            </div>
            <ul class="roster-list" aria-label=t.group_found()>
                <For each=move || found.get() key=|person| person.id let(person)>
                    <Candidate person add />
                </For>
            </ul>
        </form>
    }
}

/// Somebody who could be added.
#[component]
fn Candidate(
    /// Who.
    person: Person,
    /// Adds the person with a login.
    add: Callback<String>,
) -> impl IntoView {
    let t = use_i18n();
    let login = person.login.clone();
    view! {
        <li class="person">
            <Avatar name=person.display_name.clone() hue=person.hue size="is-32" />
            <div class="person-text">
                <p class="person-name" dir="auto">
                    {person.display_name.clone()}
                </p>
                <p class="person-note">"@" {person.login}</p>
            </div>
            <button
                class="button is-small"
                type="button"
                aria-label=t.group_add_name(person.display_name)
                on:click=move |_| add.run(login.clone())
            >
                {t.group_add()}
            </button>
        </li>
    }
}
