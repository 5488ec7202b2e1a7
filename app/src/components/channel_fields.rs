//! What a channel is called and what it is for.

use leptos::prelude::*;
use protocol::fault::FieldCode;
use protocol::limits::{CHANNEL_DESCRIPTION_CHARS_MAX, CHANNEL_NAME_CHARS_MAX};

use crate::components::counted_field::{CountedField, Extent};
use crate::fault_text::field_text;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::submission::Submission;

/// What is typed into the fields. Cheap to copy.
#[derive(Clone, Copy)]
pub struct ChannelTexts {
    /// The name.
    pub name: RwSignal<String>,
    /// The description.
    pub description: RwSignal<String>,
}

impl ChannelTexts {
    /// Begins with what a channel has.
    pub fn new(name: String, description: String) -> Self {
        Self { name: RwSignal::new(name), description: RwSignal::new(description) }
    }

    /// Returns name and description as they are typed.
    pub fn typed(self) -> (String, String) {
        (self.name.get_untracked(), self.description.get_untracked())
    }

    /// Empties both.
    pub fn clear(self) {
        self.name.set(String::new());
        self.description.set(String::new());
    }
}

/// Name and description, each with its counter.
#[component]
pub fn ChannelFields(
    /// Ids of the inputs.
    ids: [&'static str; 2],
    /// What is typed.
    texts: ChannelTexts,
    /// How long a description is expected to be.
    extent: Extent,
    /// Whether the page opens with the keyboard in the first.
    has_focus: bool,
    /// What is wrong.
    submission: Submission,
) -> impl IntoView {
    let t = use_i18n();
    let course = use_live().course();
    let ChannelTexts { name, description } = texts;
    let name_error = submission.field_with("name", move |wrong| match wrong.code {
        FieldCode::Taken => {
            let course = course.with_untracked(|course| course.short_name().to_owned());
            t.channel_taken(course, name.with_untracked(|name| bare(name)))
        }
        _ => field_text(t, wrong),
    });
    let [name_id, description_id] = ids;
    view! {
        <CountedField
            id=name_id
            name="name"
            label=t.field_name()
            extent=Extent::Line
            max=CHANNEL_NAME_CHARS_MAX
            value=name
            hint=t.channel_name_hint()
            has_focus
            error=name_error
        />
        <CountedField
            id=description_id
            name="description"
            label=t.field_description()
            extent
            max=CHANNEL_DESCRIPTION_CHARS_MAX
            value=description
            placeholder=t.channel_description_placeholder()
            error=submission.field("description")
        />
    }
}

/// Returns a typed name as it would be stored.
fn bare(name: &str) -> String {
    let name = name.trim();
    name.strip_prefix('#').unwrap_or(name).to_owned()
}
