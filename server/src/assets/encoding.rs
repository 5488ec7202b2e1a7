//! Which ready-made copy of an asset a client takes.

use http::HeaderMap;
use http::header::ACCEPT_ENCODING;

/// An encoding of which the build makes copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// Best first.
    const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Returns the encoding of which a file is a copy, by its ending.
    pub(super) fn of_copy(path: &str) -> Option<Self> {
        let (_, suffix) = path.rsplit_once('.')?;
        Self::ALL.into_iter().find(|encoding| encoding.suffix() == suffix)
    }

    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }
}

/// Returns the encodings that a request takes, best first.
pub(super) fn accepted(headers: &HeaderMap) -> impl Iterator<Item = Encoding> {
    let lines = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    let offers: Vec<(&str, &str)> = lines.flat_map(|line| line.split(',')).map(offer).collect();
    Encoding::ALL.into_iter().filter(move |encoding| {
        let named = offers.iter().find(|(name, _)| name.eq_ignore_ascii_case(encoding.name()));
        let named = named.or_else(|| offers.iter().find(|(name, _)| *name == "*"));
        named.is_some_and(|(_, weight)| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

/// Splits `gzip;q=0.5` into its name and its weight.
fn offer(text: &str) -> (&str, &str) {
    let (name, rest) = text.split_once(';').unwrap_or((text, ""));
    let weight = rest.trim().strip_prefix("q=").unwrap_or("1");
    (name.trim(), weight.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_preferred_and_refusals_are_heeded() {
        let check = |accept: &'static str, expect: &[Encoding]| {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, accept.parse().unwrap())]);
            assert_eq!(accepted(&headers).collect::<Vec<_>>(), expect, "{accept}");
        };
        check("gzip, deflate, br, zstd", &[Encoding::Brotli, Encoding::Gzip]);
        check("gzip;q=0.5, br;q=0", &[Encoding::Gzip]);
        check("*", &[Encoding::Brotli, Encoding::Gzip]);
        check("identity", &[]);
        assert_eq!(Encoding::of_copy("style.css.br"), Some(Encoding::Brotli));
        assert_eq!(Encoding::of_copy("style.css"), None);
    }
}
