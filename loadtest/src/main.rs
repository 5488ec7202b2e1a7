//! Open-loop load and chaos client for benchmarks.
fn main() {}
