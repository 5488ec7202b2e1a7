//! The languages that a person may choose for the interface.

text_enum! {
    /// A language of the interface, by its BCP 47 tag.
    Language {
        /// English
        English = "en",
        /// Deutsch
        German = "de",
    }
}
