//! Addresses of pages. Names of any script are percent-encoded, so the result may stand in a
//! `Location` header as it is.

use protocol::id::MessageId;

/// Returns the address of a channel.
pub(crate) fn channel_address(course_slug: &str, channel_name: &str) -> String {
    format!("/c/{}/{}", encoded(course_slug), encoded(channel_name))
}

/// Returns the address of a course, which leads to one of its channels.
pub(crate) fn course_address(course_slug: &str) -> String {
    format!("/c/{}", encoded(course_slug))
}

/// Returns the address of one message.
pub(crate) fn message_address(course_slug: &str, channel_name: &str, message: MessageId) -> String {
    format!("{}/{message}", channel_address(course_slug, channel_name))
}

/// Returns the address of a course's people.
pub(crate) fn people_address(course_slug: &str) -> String {
    format!("/c/{}/people", encoded(course_slug))
}

/// Returns the address of the sign-in page that leads back to a page of this site.
pub(crate) fn sign_in_address(next: &str) -> String {
    match local(next) {
        "/" => "/sign-in".to_owned(),
        next => format!("/sign-in?next={}", encoded(next)),
    }
}

/// Returns the path if it stays on this site, else `/`.
pub(crate) fn local(path: &str) -> &str {
    let stays = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if stays { path } else { "/" }
}

/// Percent-encodes what is not ASCII in an address that a router has decoded.
pub fn ascii(address: &str) -> String {
    let encode =
        |c: char| if c.is_ascii() { c.to_string() } else { encoded(c.encode_utf8(&mut [0; 4])) };
    address.chars().map(encode).collect()
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_ascii_whatever_the_name() {
        assert_eq!(channel_address("cs214-2026f", "Übung_2"), "/c/cs214-2026f/%C3%9Cbung_2");
        assert_eq!(sign_in_address("/c/a/b"), "/sign-in?next=%2Fc%2Fa%2Fb");
    }

    #[test]
    fn only_paths_of_this_site_are_local() {
        for there in ["", "https://x", "//x", "/\\x", "/a\nb", "/ü", "x"] {
            assert_eq!(local(there), "/", "{there:?}");
        }
        assert_eq!(local("/c/a/%C3%9C?panel=members"), "/c/a/%C3%9C?panel=members");
        assert_eq!(ascii("/c/a/Ü?panel=members"), "/c/a/%C3%9C?panel=members");
    }
}
