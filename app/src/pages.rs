//! The pages, one to a file.

pub mod channel;
pub mod course_layout;
pub mod home;
pub mod not_found;
pub mod people;
pub mod settings;
pub mod setup;
pub mod sign_in;
pub mod sign_up;
