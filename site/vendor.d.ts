/* A worker has no import map: it names the files that the build puts into vendor/. */
declare module "*/vendor/comlink/comlink.min.mjs" {
  export * from "comlink";
}
declare module "*/vendor/pyodide/pyodide.mjs" {
  export * from "pyodide";
}
