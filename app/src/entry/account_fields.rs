//! The fields of a new account.

use leptos::prelude::*;
use protocol::limits::PASSWORD_CHARS_MIN;

use crate::components::field::{Field, Purpose};
use crate::entry::first_wrong::is_first_wrong;
use crate::entry::password_field::{PasswordField, PasswordKind};
use crate::i18n::use_i18n;
use crate::submission::Submission;

/// Name, login and password, each with its hint or what is wrong with it.
#[component]
pub fn AccountFields(
    /// What is wrong with the form, and what was typed.
    submission: Submission,
) -> impl IntoView {
    let t = use_i18n();
    view! {
        <Field
            id="name"
            name="display_name"
            class="is-large"
            label=t.field_name()
            purpose=Purpose::Name
            hint=t.field_name_hint()
            value=submission.typed("display_name")
            error=submission.field("display_name")
            has_focus=is_first_wrong(&submission, "display_name")
        />
        <Field
            id="login"
            name="login"
            class="is-large"
            label=t.field_login()
            purpose=Purpose::Login
            hint=t.field_login_hint()
            value=submission.typed("login")
            error=submission.field("login")
            has_focus=is_first_wrong(&submission, "login")
        />
        <PasswordField
            kind=PasswordKind::New
            hint=t.field_password_hint(PASSWORD_CHARS_MIN)
            error=submission.field("password")
            has_focus=is_first_wrong(&submission, "password")
        />
    }
}
