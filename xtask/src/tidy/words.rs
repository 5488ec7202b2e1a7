//! Words that must not stand in some places. Written in halves here, so that this file may stand in the tree.

use super::sources::{Source, Sources};

/// A word, where it must not stand, and what to do instead.
struct Banned {
    word: &'static str,
    within: &'static [&'static str],
    except: &'static [&'static str],
    instead: &'static str,
}

const EVERYWHERE: &[&str] = &[];
const CODE: &[&str] =
    &["protocol", "store", "service", "app", "frontend", "server", "loadtest", "style"];

const BANNED: [Banned; 20] = [
    Banned {
        word: concat!("sqlx", "::"),
        within: &["service", "app", "server", "frontend", "loadtest"],
        except: &[],
        instead: "SQL belongs to `store`",
    },
    Banned {
        word: concat!("AssertSql", "Safe"),
        within: EVERYWHERE,
        except: &["store/src/search.rs"],
        instead: "statements are constants",
    },
    Banned {
        word: concat!("feature = \"", "ssr\""),
        within: &["app/src"],
        except: &["app/src/api", "app/src/api.rs", "app/src/lib.rs", "app/src/shell.rs"],
        instead: "only `app::api` knows which half it is in",
    },
    nowhere(concat!("TO", "DO"), "do it, or open an issue"),
    nowhere(concat!("FIX", "ME"), "fix it, or open an issue"),
    nowhere(concat!("dbg", "!("), "remove it"),
    in_code(concat!("unbounded", "_channel"), "channels are bounded"),
    in_code(concat!("select", " *"), "name the columns"),
    in_code(concat!("!", "important"), "use a later layer"),
    in_code(concat!("url(\"", "http"), "nothing is loaded from another origin"),
    in_code(concat!("url(", "http"), "nothing is loaded from another origin"),
    in_code(concat!("@import \"", "http"), "nothing is loaded from another origin"),
    in_code(concat!("src=\"", "http"), "nothing is loaded from another origin"),
    in_code(concat!("import(\"", "http"), "nothing is loaded from another origin"),
    nowhere(concat!("/ho", "me/"), "no path of one machine"),
    nowhere(concat!("/ro", "ot/"), "no path of one machine"),
    nowhere(concat!("/wo", "rk/main"), "no path of one machine"),
    nowhere(concat!("/tm", "p/"), "no path of one machine: ask for the temporary folder"),
    nowhere(
        concat!("registry.npm", "js.org"),
        "registries are named by the machine's configuration",
    ),
    nowhere(concat!("static.crates", ".io"), "registries are named by the machine's configuration"),
];

const fn nowhere(word: &'static str, instead: &'static str) -> Banned {
    Banned { word, within: EVERYWHERE, except: &[], instead }
}

const fn in_code(word: &'static str, instead: &'static str) -> Banned {
    Banned { word, within: CODE, except: &[], instead }
}

/// Checks every text file.
pub(super) fn check(sources: &Sources) -> Vec<String> {
    let mut complaints: Vec<String> = sources.all().flat_map(banned_words).collect();
    complaints.extend(sources.rust().filter_map(both_engines));
    complaints
}

fn banned_words(source: &Source) -> Vec<String> {
    let rules: Vec<&Banned> = BANNED.iter().filter(|banned| banned.covers(source)).collect();
    let lines = source.text.lines().enumerate();
    let found = lines.flat_map(|(number, line)| {
        let words = rules.iter().filter(move |banned| stands_alone(line, banned.word));
        words.map(move |banned| (number + 1, banned))
    });
    found
        .map(|(line, Banned { word, instead, .. })| {
            format!("{}:{line}: `{word}`: {instead}", source.path)
        })
        .collect()
}

impl Banned {
    fn covers(&self, source: &Source) -> bool {
        (self.within.is_empty() || source.is_in_any(self.within)) && !source.is_in_any(self.except)
    }
}

/// Returns whether the word stands in the line, not as the end of a longer word or path.
fn stands_alone(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|before| {
            !before.is_alphanumeric() && !matches!(before, '_' | '.' | '}' | ')')
        })
    })
}

/// Only the store's `backend` knows that there are two engines.
fn both_engines(source: &Source) -> Option<String> {
    let names_both = source.text.contains(concat!("Sqli", "te"))
        && source.text.contains(concat!("Postg", "res"));
    let may =
        source.is_in_any(&["store/src/backend.rs", "store/src/backend", "store/tests", "xtask"]);
    (names_both && !may && source.is_in("store"))
        .then(|| format!("{}: only store/src/backend.rs names both engines", source.path))
}

#[cfg(test)]
mod tests {
    use super::stands_alone;

    #[test]
    fn a_word_inside_a_longer_one_is_no_find() {
        assert!(stands_alone("// MARK: later", "MARK"));
        assert!(!stands_alone("BOOKMARK", "MARK"));
        assert!(!stands_alone("../shared/x/", "/x/"));
        assert!(stands_alone("see /x/y", "/x/"));
    }
}
