//! Asks the linker for relocations: splitting the module into parts needs them.

fn main() {
    println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
}
