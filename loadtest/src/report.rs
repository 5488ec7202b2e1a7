//! What a rule found, with the numbers that say how much it looked at.

use std::path::Path;
use std::time::Duration;

use crate::record::Log;

/// Violations that are shown; all are counted.
const SHOWN: usize = 8;
const SHOWN_CHARS_MAX: usize = 400;

/// The outcome of one rule.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) rule: &'static str,
    facts: Vec<String>,
    violations: Vec<String>,
    violation_count: usize,
    pub(crate) took: Duration,
}

impl Report {
    pub(crate) fn of(rule: &'static str) -> Self {
        Self { rule, ..Self::default() }
    }

    /// Adds a number to what is said of the rule.
    pub(crate) fn fact(&mut self, fact: impl Into<String>) {
        self.facts.push(fact.into());
    }

    /// Notes that the rule is broken.
    pub(crate) fn violation(&mut self, violation: impl Into<String>) {
        self.violation_count += 1;
        if self.violations.len() < SHOWN {
            let violation: String = violation.into();
            self.violations.push(violation.chars().take(SHOWN_CHARS_MAX).collect());
        }
    }

    pub(crate) fn violations(&mut self, violations: Vec<String>) {
        for violation in violations {
            self.violation(violation);
        }
    }

    /// Notes that the rule is broken unless something holds.
    pub(crate) fn demand(&mut self, holds: bool, violation: impl FnOnce() -> String) {
        if !holds {
            self.violation(violation());
        }
    }

    pub(crate) fn into_violations(self) -> Vec<String> {
        self.violations
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.violation_count > 0
    }

    /// Keeps the records of a broken rule.
    pub(crate) fn keep(&mut self, log: &Log, folder: &Path) {
        if self.is_broken() {
            let file = folder.join(format!("{}.log", self.rule));
            let kept = log.write(&file).map_or_else(
                |error| format!("the records could not be kept: {error}"),
                |()| format!("records: {}", file.display()),
            );
            self.facts.push(kept);
        }
    }

    pub(crate) fn print(&self) {
        let outcome = if self.is_broken() { "BROKEN" } else { "holds" };
        let seconds = self.took.as_secs_f64();
        println!("{:<5} {outcome:<6} {seconds:>5.1} s  {}", self.rule, self.facts.join("; "));
        for violation in &self.violations {
            println!("      - {violation}");
        }
        if self.violation_count > self.violations.len() {
            println!("      - and {} more", self.violation_count - self.violations.len());
        }
    }
}
