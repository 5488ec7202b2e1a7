//! The conversations of a course, and the way to one's own settings.

use leptos::prelude::*;

use crate::address::people_address;
use crate::components::brand::Brand;
use crate::components::icon::Icon;
use crate::components::side_channels::SideChannels;
use crate::components::side_course::SideCourse;
use crate::components::side_you::SideYou;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::place::{Place, use_place};

/// The course, its channels, and you.
#[component]
pub fn Sidebar(
    /// Opens the dialog for a new channel.
    new_channel: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let course = use_live().course();
    let place = use_place();
    let people = move || course.with(|course| people_address(&course.slug));
    let on_people = move || place.with(|place| matches!(place, Place::People { .. }));
    view! {
        <nav class="sidebar" aria-label=t.nav_conversations()>
            <div class="sidebar-top">
                <a class="brand" href="/" rel="external">
                    <Brand />
                </a>
                <SideCourse />
            </div>
            <div class="sidebar-scroll">
                <ul class="side-list">
                    <li>
                        <a
                            class="side-link"
                            href=people
                            aria-current=move || on_people().then_some("page")
                        >
                            <Icon name="users" />
                            <span class="side-name">{t.people_title()}</span>
                        </a>
                    </li>
                </ul>
                <SideChannels new_channel />
            </div>
            <SideYou />
        </nav>
    }
}
