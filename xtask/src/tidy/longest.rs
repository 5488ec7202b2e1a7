//! The longest files and functions: worth a look, never a failure.

use super::sources::{Source, Sources};

const SHOWN: usize = 10;

/// Prints the ten longest of each.
pub(super) fn print(sources: &Sources) {
    let files = sources.rust().map(|source| (source.text.lines().count(), source.path.clone()));
    print_table("longest files", files.collect());
    print_table("longest functions", sources.rust().flat_map(functions).collect());
}

fn print_table(title: &str, mut rows: Vec<(usize, String)>) {
    rows.sort_by(|a, b| b.cmp(a));
    println!("{title}:");
    for (lines, name) in rows.into_iter().take(SHOWN) {
        println!("{lines:>6}  {name}");
    }
}

/// Returns the functions of a formatted file with their lengths: from the line with `fn` to the
/// closing brace of the same indentation.
fn functions(source: &Source) -> Vec<(usize, String)> {
    let lines: Vec<&str> = source.text.lines().collect();
    let starts = lines.iter().enumerate().filter_map(|(at, line)| Some((at, function_name(line)?)));
    starts
        .filter_map(|(at, name)| {
            let indentation = lines[at].len() - lines[at].trim_start().len();
            let closing = format!("{}}}", " ".repeat(indentation));
            let end = lines[at..].iter().position(|line| *line == closing)?;
            Some((end + 1, format!("{} {name}", source.path)))
        })
        .collect()
}

fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let qualifiers = ["pub", "async", "const", "unsafe", "pub(crate)", "pub(super)"];
    if !before.split_whitespace().all(|word| qualifiers.contains(&word)) || line.ends_with(';') {
        return None;
    }
    after.split(['(', '<']).next()
}

#[cfg(test)]
mod tests {
    use super::function_name;

    #[test]
    fn functions_are_told_from_other_lines() {
        assert_eq!(function_name("    pub(crate) async fn post<T>(&self) {"), Some("post"));
        assert_eq!(function_name("    fn post(&self);"), None);
        assert_eq!(function_name("// a fn is short"), None);
    }
}
