/* A worker has no import map: it names the files that the build puts into vendor/. */
declare module "*/vendor/comlink/comlink.min.mjs" {
  export * from "comlink";
}
declare module "*/vendor/pyodide/pyodide.mjs" {
  export * from "pyodide";
}
declare module "*/vendor/pyodide/pyodide.asm.mjs" {
  /** Emscripten's start of the runtime, which `loadPyodide` calls. */
  export default function createPyodideModule(settings: any): Promise<any>;
}
declare module "*/vendor/zstddec/zstddec.mjs" {
  export * from "zstddec";
}
