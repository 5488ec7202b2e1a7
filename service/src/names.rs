//! Keys under which names are the same name, whatever their case, width or composition.

use caseless::Caseless;
use protocol::channel::ChannelName;
use unicode_normalization::UnicodeNormalization;

/// Returns the key that is unique in a course: the name after full case folding and NFKC.
pub(crate) fn channel_name_key(name: &ChannelName) -> String {
    fold(name.as_str())
}

/// Folds as Unicode's compatibility caseless match does (definition D146), so that folding a key
/// again changes nothing; composed at the end to keep keys short.
fn fold(text: &str) -> String {
    text.chars().nfd().default_case_fold().nfkd().default_case_fold().nfkc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_look_the_same_have_the_same_key() {
        let check = |one: &str, other: &str, is_same: bool| {
            let key = |raw: &str| channel_name_key(&ChannelName::parse(raw).unwrap());
            assert_eq!(key(one) == key(other), is_same, "{one:?} {other:?}");
        };
        check("Straße", "STRASSE", true);
        check("ﬁnals", "FINALS", true);
        check("ｅｘａｍ１", "Exam1", true);
        check("cafe\u{301}", "CAFÉ", true);
        check("Ångström", "a\u{30a}ngstro\u{308}m", true);
        check("ΣΊΣΥΦΟΣ", "σίσυφος", true);
        check("Übung_2", "übung_2", true);
        check("exam-prep", "examprep", false);
        check("exam-prep", "exam_prep", false);
        check("cafe", "café", false);
    }

    proptest! {
        #[test]
        fn folding_a_key_again_changes_nothing(text in "\\PC{0,50}") {
            let key = fold(&text);
            prop_assert_eq!(fold(&key), key);
        }
    }
}
