//! Addresses of pages. Names of any script are percent-encoded, so the result may stand in a
//! `Location` header as it is.

use protocol::id::MessageId;

/// Query key of the sign-in page: the session ended by itself.
pub(crate) const ENDED: &str = "ended";

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
pub fn sign_in_address(next: &str) -> String {
    match local(next) {
        "/" => "/sign-in".to_owned(),
        next => format!("/sign-in?next={}", encoded(next)),
    }
}

/// The same for somebody whose session ended: the page says so.
pub(crate) fn signed_out_address(next: &str) -> String {
    let address = sign_in_address(next);
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{ENDED}=1")
}

/// Query key: the server function to which a browser without scripts posts a form of the page.
pub const FORM: &str = "do";
/// Query key: the server function whose form was posted without scripts and is done with.
pub const DONE: &str = "done";
/// Query keys: what a page without scripts opens over itself.
pub const NEW_CHANNEL: &str = "new-channel";
/// See [`NEW_CHANNEL`]: the settings of the channel.
pub const CHANNEL_SETTINGS: &str = "settings";
/// See [`NEW_CHANNEL`]: a new course.
pub const NEW_COURSE: &str = "new-course";
/// See [`NEW_CHANNEL`]: the settings of the course.
pub const COURSE_SETTINGS: &str = "course-settings";
/// See [`NEW_CHANNEL`]: the question before leaving the course.
pub const LEAVE_COURSE: &str = "leave-course";
/// See [`NEW_CHANNEL`]: a login and a role of somebody to be enrolled.
pub const ADD_PERSON: &str = "add-person";
/// See [`NEW_CHANNEL`]: the question before the message of the address is deleted.
pub const DELETE: &str = "delete";
/// See [`NEW_CHANNEL`]: the words of the message of the address, to be changed.
pub const EDIT: &str = "edit";
/// What a page is rid of once a form of it is done with.
const OPENED: [&str; 9] = [
    NEW_CHANNEL,
    CHANNEL_SETTINGS,
    NEW_COURSE,
    COURSE_SETTINGS,
    LEAVE_COURSE,
    ADD_PERSON,
    DELETE,
    EDIT,
    DONE,
];
/// Query keys: the position before or after which a page of messages is.
pub const EARLIER: &str = "earlier";
/// See [`EARLIER`].
pub const LATER: &str = "later";

/// Returns where a browser without scripts posts a form of a page.
pub(crate) fn form_address(path: &str, query: &str, endpoint: &str) -> String {
    let and = if query.is_empty() { "" } else { "&" };
    format!("{path}?{query}{and}{FORM}={endpoint}")
}

/// Returns the address of a page without some of its query.
pub fn without(page: &str, keys: &[&str]) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let stays = |pair: &&str| {
        let key = pair.split('=').next().unwrap_or_default();
        !key.is_empty() && !keys.contains(&key)
    };
    let query: Vec<&str> = query.split('&').filter(stays).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Returns the address of a page whose form is done with: nothing is open over it any more.
pub fn done(page: &str, endpoint: &str) -> String {
    let page = without(page, &OPENED);
    let and = if page.contains('?') { '&' } else { '?' };
    format!("{page}{and}{DONE}={endpoint}")
}

/// Returns the address of a message on the page of its channel: at the newest messages, if the page
/// is not the message's own.
pub fn at_message(page: &str, message: MessageId) -> String {
    let page = without(&without(page, &OPENED), &[EARLIER, LATER]);
    let (path, query) = page.split_once('?').map_or((page.as_str(), None), |(p, q)| (p, Some(q)));
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    // A message's own page opens at the message by itself.
    if path.ends_with(&message.to_string()) {
        return format!("{path}{query}");
    }
    let path: Vec<&str> = path.split('/').take(4).collect();
    format!("{}{query}#m-{message}", path.join("/"))
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
    fn a_form_leads_back_to_its_page_with_nothing_open_over_it() {
        assert_eq!(
            form_address("/c/a/b", "panel=members", "post_message"),
            "/c/a/b?panel=members&do=post_message"
        );
        assert_eq!(form_address("/settings", "", "rename_me"), "/settings?do=rename_me");
        assert_eq!(without("/c/a/b?do=x", &[FORM]), "/c/a/b");
        assert_eq!(
            done("/c/a/b?settings=&panel=members", "change_channel"),
            "/c/a/b?panel=members&done=change_channel"
        );
        let id = "0192f0c4-0000-7000-8000-000000000001";
        let message = MessageId(id.parse().unwrap());
        let other = "/c/a/b/0192f0c4-0000-7000-8000-00000000000f?panel=members";
        assert_eq!(at_message(other, message), format!("/c/a/b?panel=members#m-{id}"));
        assert_eq!(at_message("/c/a/b?earlier=40", message), format!("/c/a/b#m-{id}"));
        let own = format!("/c/a/b/{id}");
        assert_eq!(at_message(&format!("{own}?delete="), message), own);
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
