//! The pages, one to a file.

pub mod channel;
pub mod course;
pub mod course_layout;
pub mod not_found;
pub mod people;
pub mod settings;
