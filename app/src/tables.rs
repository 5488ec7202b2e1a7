//! The texts of every language, which only the server carries.

use crate::i18n::Locale;

include!(concat!(env!("OUT_DIR"), "/tables.rs"));
