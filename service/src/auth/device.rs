//! What a browser calls itself, in two words for the list of devices. A guess for people, on which
//! nothing depends.

/// Marks in a user agent and the browser that they stand for; the first that is found counts, since
/// newer browsers also carry the marks of older ones.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same for what the browser runs on.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Returns the browser's name, if the user agent says it.
pub(super) fn browser(user_agent: &str) -> Option<String> {
    first(&BROWSERS, user_agent)
}

/// Returns the name of the device or its system, if the user agent says it.
pub(super) fn system(user_agent: &str) -> Option<String> {
    first(&SYSTEMS, user_agent)
}

fn first(names: &[(&str, &str)], user_agent: &str) -> Option<String> {
    let found = names.iter().find(|(mark, _)| user_agent.contains(mark));
    found.map(|(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_by_what_they_call_themselves() {
        let check = |user_agent: &str, expect: (Option<&str>, Option<&str>)| {
            let (browser, system) = (browser(user_agent), system(user_agent));
            assert_eq!((browser.as_deref(), system.as_deref()), expect, "{user_agent}");
        };
        check(
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
            (Some("Firefox"), Some("Linux")),
        );
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            (Some("Edge"), Some("Windows")),
        );
        check(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like \
             Gecko) Version/26.0 Safari/605.1.15",
            (Some("Safari"), Some("macOS")),
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, \
             like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
            (Some("Chrome"), Some("iPhone")),
        );
        check(
            "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/142.0.0.0 Mobile Safari/537.36",
            (Some("Chrome"), Some("Android")),
        );
        check("curl/8.17.0", (None, None));
        check("", (None, None));
    }
}
