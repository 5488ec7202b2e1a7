//! The gate's steps and the table that tells how they went.

use std::time::Duration;

use anyhow::{Result, bail};

use crate::stopwatch::{self, Stopwatch};

/// Steps that ran so far.
#[derive(Default)]
pub(super) struct Gate {
    steps: Vec<Step>,
}

struct Step {
    name: &'static str,
    took: Duration,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    Failed,
    LeftOut(&'static str),
}

impl Gate {
    /// Runs a step; a failure is shown at once, and the next steps run all the same.
    pub(super) fn step<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T>,
    ) -> Option<T> {
        println!("\n== {name}");
        let watch = Stopwatch::start();
        let result = work();
        let outcome = if result.is_ok() { Outcome::Passed } else { Outcome::Failed };
        self.steps.push(Step { name, took: watch.elapsed(), outcome });
        result.inspect_err(|error| println!("error: {error:#}")).ok()
    }

    /// Notes a step that cannot run here.
    pub(super) fn left_out(&mut self, name: &'static str, reason: &'static str) {
        self.steps.push(Step { name, took: Duration::ZERO, outcome: Outcome::LeftOut(reason) });
    }

    /// Prints the table; fails if a step did.
    pub(super) fn finish(self) -> Result<()> {
        println!("\n{:<24} {:>6}  result", "step", "time");
        for step in &self.steps {
            println!(
                "{:<24} {:>6}  {}",
                step.name,
                stopwatch::shown(step.took),
                step.outcome.shown()
            );
        }
        let total: Duration = self.steps.iter().map(|step| step.took).sum();
        let failed: Vec<_> = self.steps.iter().filter(|step| step.outcome.is_failure()).collect();
        println!("{:<24} {:>6}  {} failed", "together", stopwatch::shown(total), failed.len());
        if failed.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = failed.iter().map(|step| step.name).collect();
        bail!("the gate is shut: {}", names.join(", "))
    }
}

impl Outcome {
    fn is_failure(&self) -> bool {
        matches!(self, Self::Failed)
    }

    fn shown(&self) -> String {
        match self {
            Self::Passed => "passed".to_owned(),
            Self::Failed => "FAILED".to_owned(),
            Self::LeftOut(reason) => format!("left out: {reason}"),
        }
    }
}
