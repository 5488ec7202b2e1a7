// Shrinks the browser half: `node shrink.mjs <folder with npm packages> <input> <output>`.
//
// Leptos keeps, for every type of view, a second way to take over a page: for parts of the app whose code is still on its way.
// This app waits for the code of what a page shows before it takes it over, so nothing calls it, but a pointer to it in each view keeps it alive. Taking the bodies out before
// optimising saves eight per cent. Nothing is inlined: rustc has done that where it pays. Rebuilding the control flow from scratch saves one
// per cent more, and with the stack below all data no pointer is smaller than a field's offset. Functions are then put in the order of their names: instances of one generic function lie
// side by side, which compresses better.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// Only the futures themselves, and none of their closures: smaller functions may be shared with others that have the same instructions.
const UNUSED = /::hydrate_async::\{\{closure\}\}(::h[0-9a-f]{16})?$/;

const [packages, input, output] = process.argv.slice(2);
const entry = createRequire(`${packages}/package.json`).resolve("binaryen");
const { default: binaryen } = await import(pathToFileURL(entry));

const module = binaryen.readBinary(readFileSync(input));
const functions = Array.from({ length: module.getNumFunctions() }, (_, index) => module.getFunctionByIndex(index));
const unused = functions.filter((ref) => {
  const { name, module: importedFrom } = binaryen.getFunctionInfo(ref);
  return importedFrom === "" && UNUSED.test(name);
});
if (unused.length === 0 && input.endsWith("_bg.wasm")) throw new Error("no function has the name of one that is to be taken out");
for (const ref of unused) binaryen.Function.setBody(ref, module.unreachable());

binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
binaryen.setAlwaysInlineMaxSize(0);
binaryen.setOneCallerInlineMaxSize(0);
binaryen.setFlexibleInlineMaxSize(0);
binaryen.setLowMemoryUnused(true);
binaryen.setDebugInfo(false);
module.optimize();
module.runPasses(["flatten", "rereloop"]);
module.optimize();
module.runPasses(["reorder-functions-by-name", "strip-producers"]);
if (!module.validate()) throw new Error("the shrunk module is not valid");
writeFileSync(output, module.emitBinary());
