//! Which language a request gets.

use protocol::language::Language;

use crate::i18n::Locale;

/// What a request says about languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wishes<'a> {
    /// The account's choice.
    pub(crate) account: Option<Language>,
    /// The `language` cookie.
    pub(crate) cookie: Option<&'a str>,
    /// The header `Accept-Language`.
    pub(crate) accepted: &'a str,
    /// Whether the pseudo-locale may be asked for.
    pub(crate) has_pseudo: bool,
}

impl Wishes<'_> {
    /// Returns the language: the account's, else the cookie's, else the browser's, else English.
    pub(crate) fn locale(self) -> Locale {
        let account = self.account.map(Locale::from);
        let cookie = || self.cookie.and_then(|tag| self.offered(tag));
        account.or_else(cookie).or_else(|| self.best_accepted()).unwrap_or(Locale::En)
    }

    /// Returns the most wanted language among those accepted; the first of equals.
    fn best_accepted(self) -> Option<Locale> {
        let wanted = self.accepted.split(',').filter_map(|range| {
            let (tag, quality) = range.split_once(';').unwrap_or((range, ""));
            let quality = quality_of(quality)?;
            (quality > 0).then_some((quality, self.offered(tag.trim())?))
        });
        // The last of the greatest wins: turned round, the first.
        let wanted: Vec<_> = wanted.collect();
        wanted.into_iter().rev().max_by_key(|(quality, _)| *quality).map(|(_, locale)| locale)
    }

    /// Returns the language of a tag or of the beginning of one: `de-AT` is written as `de` is.
    fn offered(self, tag: &str) -> Option<Locale> {
        if self.has_pseudo && tag.eq_ignore_ascii_case(Locale::PSEUDO.tag()) {
            return Some(Locale::PSEUDO);
        }
        let language = tag.split('-').next()?;
        Locale::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }
}

/// Returns the thousandths of a quality such as `q=0.8`, all of them where there is none, nothing for
/// what is no quality.
fn quality_of(parameter: &str) -> Option<u32> {
    let parameter = parameter.trim();
    if parameter.is_empty() {
        return Some(1_000);
    }
    let number = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="))?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let is_short = whole.len() == 1 && part.len() <= 3;
    let digits = is_short.then(|| format!("{whole}{part:0<3}"))?;
    digits.parse().ok().filter(|quality| *quality <= 1_000)
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::En,
            Language::German => Self::De,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(accepted: &str) -> Wishes<'_> {
        Wishes { account: None, cookie: None, accepted, has_pseudo: false }
    }

    #[test]
    fn the_account_comes_before_the_cookie_and_the_cookie_before_the_browser() {
        let browser = wishes("de");
        assert_eq!(browser.locale(), Locale::De);
        let cookie = Wishes { cookie: Some("en"), ..browser };
        assert_eq!(cookie.locale(), Locale::En);
        let account = Wishes { account: Some(Language::German), ..cookie };
        assert_eq!(account.locale(), Locale::De);
        assert_eq!(Wishes { cookie: Some("tlh"), ..browser }.locale(), Locale::De);
    }

    #[test]
    fn the_browsers_qualities_decide() {
        for (accepted, expect) in [
            ("", Locale::En),
            ("fr", Locale::En),
            ("de-AT", Locale::De),
            ("DE", Locale::De),
            ("fr, de;q=0.5, en;q=0.4", Locale::De),
            ("en;q=0.8,de;q=0.9", Locale::De),
            ("en;q=0.8, de;q=0.80", Locale::En),
            ("de;q=0, en;q=0.001", Locale::En),
            ("de;q=0", Locale::En),
            ("de;q=2, en;q=0.1", Locale::En),
            ("*;q=0.5, de;q=0.1", Locale::De),
            ("de;level=1", Locale::En),
            (";;,,;q=", Locale::En),
        ] {
            assert_eq!(wishes(accepted).locale(), expect, "{accepted:?}");
        }
    }

    #[test]
    fn the_pseudo_locale_is_found_only_where_it_is_offered() {
        assert_eq!(wishes("en-XA").locale(), Locale::En);
        assert_eq!(Wishes { has_pseudo: true, ..wishes("en-XA") }.locale(), Locale::PSEUDO);
        assert_eq!(Wishes { has_pseudo: true, ..wishes("en") }.locale(), Locale::En);
    }

    #[test]
    fn accounts_may_choose_exactly_what_is_offered() {
        let chosen: Vec<Locale> = Language::ALL.iter().copied().map(Locale::from).collect();
        assert_eq!(chosen, Locale::ALL);
        for language in Language::ALL {
            assert_eq!(Locale::from(*language).tag(), language.as_str());
        }
    }
}
