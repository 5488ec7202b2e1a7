//! Where the viewer is signed in, and ending it there.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::fault::Fault;
use protocol::session::Session;

use crate::api::error::ApiError;
use crate::api::sessions::{end_other_sessions, load_sessions};
use crate::components::device_row::DeviceRow;
use crate::components::fault_notice::FaultNotice;
use crate::components::saved::Saved;
use crate::dom;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::opening::use_first_page;
use crate::reactive::{When, changing, effect};
use crate::submission::Submission;

/// The viewer's sessions. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Devices {
    sessions: RwSignal<Vec<Session>>,
    fault: RwSignal<Option<Fault>>,
    is_ended: RwSignal<bool>,
}

/// Returns the viewer's sessions, from the first page's contents if it has them.
pub fn use_devices() -> Devices {
    let devices = Devices {
        sessions: RwSignal::new(Vec::new()),
        fault: RwSignal::new(None),
        is_ended: RwSignal::new(false),
    };
    let first = use_first_page().sessions();
    let is_loaded = first.is_some();
    if let Some(first) = first {
        devices.take(first);
    }
    effect(move || {
        if !is_loaded {
            devices.load();
        }
    });
    devices
}

impl Devices {
    /// Loads the list anew.
    pub fn load(self) {
        spawn_local(async move {
            let loaded = load_sessions().await;
            self.take(loaded);
        });
    }

    fn take(self, loaded: Result<Vec<Session>, ApiError>) {
        match loaded {
            Ok(sessions) => {
                self.sessions.try_set(sessions);
                self.fault.try_set(None);
            }
            Err(error) => {
                self.fault.try_set(Some(error.0));
            }
        }
    }

    /// Says that sessions were ended, and leaves the keyboard where the list begins.
    pub fn ended(self) {
        self.is_ended.try_set(true);
        self.load();
        dom::after_paint(|| dom::focus(dom::find("#set-devices")));
    }

    /// Something else is about to be done.
    pub fn begin(self) {
        self.is_ended.set(false);
    }
}

/// The list, and the way to sign out everywhere else.
#[component]
pub fn DeviceList(
    /// The viewer's sessions.
    devices: Devices,
) -> impl IntoView {
    let t = use_i18n();
    let (one, others) = (Submission::of("end_session"), Submission::of("end_other_sessions"));
    let (of_one, of_others) = (one.whole(), others.whole());
    let of_list =
        move || devices.fault.with(|fault| fault.as_ref().map(|fault| fault_text(t, fault)));
    let notice =
        Signal::derive(move || of_list().or_else(|| of_one.get()).or_else(|| of_others.get()));
    let address = others.address();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        devices.begin();
        others.send(Box::pin(async move {
            end_other_sessions().await?;
            devices.ended();
            Ok(())
        }));
    };
    let has_others = move || devices.sessions.with(|sessions| sessions.len() > 1);
    view! {
        <FaultNotice text=notice />
        <ul class="devices">
            {changing(move || {
                let rows = devices.sessions.get().into_iter().map(|session| {
                    view! { <DeviceRow session devices submission=one.clone() /> }
                });
                rows.collect_view().into_any()
            })}
        </ul>
        <form class="setting-actions" method="post" action=address on:submit=send>
            <When holds=Signal::derive(has_others)>
                <button class="button">{t.settings_end_others()}</button>
            </When>
            <Saved is_saved=devices.is_ended text=t.settings_ended() />
        </form>
    }
}
