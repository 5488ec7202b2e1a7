//! The phone's way between the course and oneself.

use leptos::prelude::*;
use protocol::id::ChannelId;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::place::{Place, use_place};

/// Two tabs at the bottom of a narrow screen.
#[component]
pub fn TabBar(
    /// Where the course's list is: the last channel's address.
    #[prop(into)]
    course_href: Signal<String>,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let place = use_place();
    let in_settings = move || place.with(|place| *place == Place::Settings);
    let current = move |is_here: bool| is_here.then_some("page");
    let channels = live.channels();
    let unread = move || {
        let has_unread = |id: &ChannelId| {
            live.entry(*id).with(|entry| entry.as_ref().is_some_and(|entry| entry.unread.count > 0))
        };
        channels.with(|channels| channels.iter().filter(|id| has_unread(id)).count())
    };
    let course_label = move || match unread() {
        0 => t.nav_course().to_owned(),
        n => t.nav_course_unread(n),
    };
    view! {
        <nav class="tabbar" aria-label=t.nav_main()>
            <a
                class="tab"
                href=move || format!("{}?view=course", course_href.get())
                aria-label=course_label
                aria-current=move || current(!in_settings())
            >
                <Icon name="hash" class="is-20" />
                {move || {
                    let unread = unread();
                    (unread > 0)
                        .then(|| {
                            view! {
                                <span class="tab-count" aria-hidden="true">
                                    {unread}
                                </span>
                            }
                        })
                }}
                <span>{t.nav_course()}</span>
            </a>
            <a class="tab" href="/settings" aria-current=move || current(in_settings())>
                <Icon name="circle-user" class="is-20" />
                <span>{t.nav_you()}</span>
            </a>
        </nav>
    }
}
