//! Which crate may depend on which.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;
use crate::wasm_toolchain::TARGET;

/// What a crate may use of this workspace, and what it never may use of others.
struct Rule {
    name: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static str],
}

const WEB: &[&str] = &[
    "axum",
    "leptos",
    "leptos_axum",
    "http",
    "tower",
    "tower-http",
    "axum-extra",
    "hyper",
    "sqlx",
];

const RULES: [Rule; 9] = [
    Rule {
        name: "protocol",
        may_use: &[],
        never: &[
            "tokio",
            "leptos",
            "axum",
            "jiff",
            "chrono",
            "time",
            "rand",
            "getrandom",
            "tracing",
        ],
    },
    Rule {
        name: "store",
        may_use: &["protocol"],
        never: &["axum", "leptos", "http", "tower", "tower-http", "jiff", "getrandom"],
    },
    Rule { name: "service", may_use: &["protocol", "store"], never: WEB },
    Rule { name: "app", may_use: &["protocol", "service"], never: &["sqlx", "axum", "tokio"] },
    Rule { name: "frontend", may_use: &["app"], never: &["sqlx", "tokio", "axum"] },
    Rule { name: "server", may_use: &["app", "service", "protocol", "store"], never: &["sqlx"] },
    Rule { name: "loadtest", may_use: &[], never: &["sqlx", "leptos"] },
    Rule { name: "texts", may_use: &[], never: WEB },
    Rule { name: "xtask", may_use: &["texts"], never: &["tokio", "leptos", "sqlx"] },
];

/// Checks the manifests and the tree of the browser half.
pub(super) fn check() -> Result<Vec<String>> {
    let mut command = Command::new("cargo");
    let text = process::output(command.args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&text).context("cargo's metadata is no JSON")?;
    let mut complaints = Vec::new();
    for package in list(&metadata["packages"]) {
        complaints.extend(check_package(package));
    }
    if list(&metadata["workspace_default_members"]).any(|id| text_of(id).contains("frontend")) {
        complaints.push("`default-members` must leave out `frontend`".to_owned());
    }
    complaints.extend(check_browser_tree()?);
    Ok(complaints)
}

fn check_package(package: &Value) -> Vec<String> {
    let name = text_of(&package["name"]);
    let Some(rule) = RULES.iter().find(|rule| rule.name == name) else {
        return vec![format!(
            "tidy knows no rule for the crate `{name}`: say what it may depend on"
        )];
    };
    let used = list(&package["dependencies"]).filter(|dependency| dependency["kind"].is_null());
    used.filter_map(|dependency| rule.complaint(dependency)).collect()
}

impl Rule {
    fn complaint(&self, dependency: &Value) -> Option<String> {
        let other = text_of(&dependency["name"]);
        let ours = RULES.iter().any(|rule| rule.name == other);
        let optional = dependency["optional"] == Value::Bool(true);
        if self.never.contains(&other) || (ours && !self.may_use.contains(&other)) {
            return Some(format!("`{}` must not depend on `{other}`", self.name));
        }
        let must_be_optional =
            matches!((self.name, other), ("protocol", "sqlx") | ("app", "service"));
        (must_be_optional && !optional)
            .then(|| format!("`{}` may depend on `{other}` as an option only", self.name))
    }
}

/// `ssr` and `hydrate` must never unify: a database driver in the browser's tree would show it.
fn check_browser_tree() -> Result<Vec<String>> {
    let mut tree = Command::new("cargo");
    tree.args(["tree", "--package", "frontend", "--target", TARGET, "--edges", "normal"]);
    let tree = process::output(tree.args(["--prefix", "none", "--format", "{p}"]))?;
    let has = |name: &str| tree.lines().any(|line| line.split(' ').next() == Some(name));
    let found = ["sqlx", "store", "service", "tokio", "axum"].into_iter().filter(|name| has(name));
    Ok(found.map(|name| format!("`{name}` is in the browser half's tree")).collect())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
