//! The fields of a new account.

use leptos::prelude::*;
use protocol::limits::PASSWORD_CHARS_MIN;

use crate::components::field::{Field, Purpose};
use crate::components::password_field::{PasswordField, PasswordKind};
use crate::form_fault::FormFault;
use crate::i18n::use_i18n;

/// Name, login and password, each with its hint or what is wrong with it.
#[component]
pub fn AccountFields(
    /// What is wrong with the form, and what was typed.
    fault: FormFault,
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
            value=fault.typed("display_name")
            error=fault.field("display_name")
        />
        <Field
            id="login"
            name="login"
            class="is-large"
            label=t.field_login()
            purpose=Purpose::Login
            hint=t.field_login_hint()
            value=fault.typed("login")
            error=fault.field("login")
        />
        <PasswordField
            kind=PasswordKind::New
            hint=t.field_password_hint(PASSWORD_CHARS_MIN)
            error=fault.field("password")
        />
    }
}
