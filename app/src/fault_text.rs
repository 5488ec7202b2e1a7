//! Faults in words: what happened, then the next step.

use protocol::fault::{Fault, FaultCode, FieldCode, FieldFault};

use crate::i18n::Texts;

/// Returns the sentence about a fault as a whole.
pub fn fault_text(t: Texts, fault: &Fault) -> String {
    let seconds = fault.retry_after_ms.map(seconds);
    match (fault.code, seconds) {
        (FaultCode::Unauthenticated, _) => t.fault_unauthenticated().to_owned(),
        (FaultCode::Forbidden | FaultCode::OversightRequired, _) => t.fault_forbidden().to_owned(),
        (FaultCode::TimedOut, _) => t.fault_timed_out().to_owned(),
        (FaultCode::NotFound, _) => t.fault_not_found().to_owned(),
        (FaultCode::Conflict, _) => t.fault_conflict().to_owned(),
        (FaultCode::TooLarge, _) => t.fault_too_large().to_owned(),
        (FaultCode::Malformed | FaultCode::Invalid, _) => t.fault_invalid().to_owned(),
        (FaultCode::Frozen, _) => t.fault_frozen().to_owned(),
        (FaultCode::RateLimited | FaultCode::SlowMode, Some(n)) => t.fault_rate_limited_for(n),
        (FaultCode::RateLimited | FaultCode::SlowMode, None) => t.fault_rate_limited().to_owned(),
        (FaultCode::Unavailable, _) => match &fault.request_id {
            Some(request_id) => t.fault_server(request_id),
            None => t.fault_unreachable().to_owned(),
        },
    }
}

/// Returns the sentence about a fault where there are no fields to show it at.
pub fn whole_text(t: Texts, fault: &Fault) -> String {
    fault.fields.first().map_or_else(|| fault_text(t, fault), |field| field_text(t, field))
}

/// Returns what is wrong with one field, and what to do about it.
pub fn field_text(t: Texts, fault: &FieldFault) -> String {
    let limit = fault.limit.unwrap_or_default();
    match (fault.code, fault.field.as_str()) {
        (FieldCode::Empty, _) => t.wrong_empty().to_owned(),
        (FieldCode::TooShort, _) => t.wrong_too_short(limit),
        (FieldCode::TooLong, _) => t.wrong_too_long(limit),
        (FieldCode::BadCharacters, "login") => t.wrong_login_characters().to_owned(),
        (FieldCode::BadCharacters, "slug") => t.wrong_slug_characters().to_owned(),
        (FieldCode::BadCharacters, "name") => t.wrong_name_characters().to_owned(),
        (FieldCode::BadCharacters, _) => t.wrong_characters().to_owned(),
        (FieldCode::Taken, "login") => t.wrong_login_taken().to_owned(),
        (FieldCode::Taken, "slug") => t.wrong_slug_taken().to_owned(),
        (FieldCode::Taken, _) => t.wrong_taken().to_owned(),
        (FieldCode::Common, _) => t.wrong_common().to_owned(),
        (FieldCode::LastOwner, _) => t.wrong_last_owner().to_owned(),
        (FieldCode::TooMany, _) => t.wrong_too_many(limit),
        (FieldCode::Wrong, "login") => t.wrong_login_unknown().to_owned(),
        (FieldCode::LastInstructor, _) => t.wrong_last_instructor().to_owned(),
        (FieldCode::Wrong, "present") => t.wrong_password().to_owned(),
        (FieldCode::Wrong, _) => t.wrong_value().to_owned(),
    }
}

/// Returns whole seconds, the begun one included.
fn seconds(ms: u64) -> u32 {
    u32::try_from(ms.div_ceil(1_000)).unwrap_or(u32::MAX)
}
