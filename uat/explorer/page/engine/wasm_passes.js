/** The passes by engine.wasm: where its numbers lie in its memory, and the call. */
import { ENGINE_ACTIVATIONS } from "./activations.js";
import { BLOCK_POINTS, paddedProblem } from "./script_passes.js";

const PAGE_BYTES = 65536;

/**
 * Compile the engine.
 *
 * @param bytes of engine.wasm, a Uint8Array; null or empty where there is none
 * @returns a promise of a WebAssembly.Module, or of null where WebAssembly or its SIMD is missing or
 *   refused
 */
export async function loadEngine(bytes) {
  if (!bytes?.length || typeof WebAssembly === "undefined") return null;
  try {
    return started(await WebAssembly.compile(bytes));
  } catch {
    return null;
  }
}

/** The same at once, where that is allowed: in workers. */
export function compileEngine(bytes) {
  if (!bytes?.length || typeof WebAssembly === "undefined") return null;
  try {
    return started(new WebAssembly.Module(bytes));
  } catch {
    return null;
  }
}

/** The module, once it is seen to start. */
function started(module) {
  startEngine(module, 1);
  return module;
}

/** Start the module with memory for its own data and so many doubles after them. */
function startEngine(module, doubles) {
  const own = 2; // pages: stack and constants
  const pages = own + Math.ceil((8 * doubles) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, exports };
}

/** What computes the gradient, as `scriptPasses`; the parameters lie in the module's memory. */
export function wasmPasses(setup, module) {
  const { inputs, width } = setup;
  const problem = paddedProblem(setup);
  const count = setup.parameters.length;
  const work = (2 * width + 2) * BLOCK_POINTS;
  const sizes = [problem.x.length, problem.padded, count, count, work];
  const { memory, exports } = startEngine(module, sizes.reduce((sum, size) => sum + size + 2, 0));
  let free = exports.__heap_base.value;
  const [x, t, parameters, gradient, rows] = sizes.map((size) => {
    const address = Math.ceil(free / 16) * 16;
    free = address + 8 * size;
    return new Float64Array(memory.buffer, address, size);
  });
  x.set(problem.x);
  t.set(problem.t);
  parameters.set(setup.parameters);
  exports.prepare(
    inputs,
    width,
    problem.points,
    ENGINE_ACTIVATIONS.indexOf(setup.activation),
    ENGINE_ACTIVATIONS.indexOf(setup.outputActivation),
    2 * setup.lossScale,
    ...[x, t, parameters, gradient, rows].map((view) => view.byteOffset),
  );
  return {
    parameters,
    gradient,
    pass: exports.pass,
    kind: "wasm-simd",
  };
}
