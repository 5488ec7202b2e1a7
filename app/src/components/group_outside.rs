//! A group that course staff have not joined: that it is there, who can read it, the way in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::membership::GroupOutline;

use crate::api::memberships::{join_channel, load_outline};
use crate::components::avatar::Avatar;
use crate::components::fault_notice::FaultNotice;
use crate::components::icon::Icon;
use crate::components::member_row::channel_role_text;
use crate::components::page_head::PageHead;
use crate::components::page_title::PageTitle;
use crate::components::role_badge::RoleBadge;
use crate::dom;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::place::{Place, use_place};
use crate::reactive::{changing, effect};
use crate::submission::{Sending, Submission};

/// Says what it is, lists its members, and offers to join openly.
#[component]
pub fn GroupOutside() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let name = use_place().with_untracked(|place| match place {
        Place::Channel { channel, .. } => channel.clone(),
        _ => String::new(),
    });
    let outline = RwSignal::new(None::<GroupOutline>);
    let fault = RwSignal::new(None::<String>);
    let asked = name.clone();
    effect(move || {
        let (slug, name) =
            (live.course().with_untracked(|course| course.slug.clone()), asked.clone());
        spawn_local(async move {
            match load_outline(slug, name).await {
                Ok(loaded) => outline.try_set(Some(loaded)).map(drop),
                Err(error) => fault.try_set(Some(fault_text(t, &error.0))).map(drop),
            };
        });
    });
    let submission = Submission::of("join_channel");
    let refused = Signal::derive({
        let whole = submission.whole();
        move || fault.get().or_else(|| whole.get())
    });
    let join = move |_| {
        let Some(id) = outline.with_untracked(|it| it.as_ref().map(|it| it.id)) else { return };
        submission.send(Box::pin(async move {
            join_channel(id).await?;
            dom::reload();
            Ok(())
        }) as Sending);
    };
    let members = changing(move || {
        let items = outline.with(|it| it.as_ref().map(|it| it.members.items.clone()));
        let rows = items.unwrap_or_default().into_iter().map(|member| {
            view! {
                <li class="person">
                    <Avatar name=member.user.display_name.clone() hue=member.user.hue size="is-32" />
                    <div class="person-text">
                        <p class="person-name">
                            <span dir="auto">{member.user.display_name}</span>
                            " "
                            <RoleBadge role=member.user.course_role />
                        </p>
                        <p class="person-note">
                            {channel_role_text(t, member.role)} " · @" {member.user.login}
                        </p>
                    </div>
                </li>
            }
        });
        rows.collect_view().into_any()
    });
    view! {
        <PageTitle text=format!("#{name}") />
        <main class="page" id="main" tabindex="-1">
            <PageHead title=name note=Signal::derive(move || t.group_kind().to_owned()) />
            <div class="page-body is-narrow">
                <section class="setting">
                    <h2 class="setting-title">{t.outside_title()}</h2>
                    <p>{t.outside_text()}</p>
                    <FaultNotice text=refused />
                    <div>
                        <button class="button is-primary" type="button" on:click=join>
                            <Icon name="user-plus" />
                            {t.outside_join()}
                        </button>
                    </div>
                    <p class="field-hint">{t.outside_join_hint()}</p>
                </section>
                <section class="setting">
                    <h2 class="setting-title">{t.outside_members()}</h2>
                    <ul class="roster-list" aria-label=t.members_list()>
                        {members}
                    </ul>
                </section>
            </div>
        </main>
    }
}
