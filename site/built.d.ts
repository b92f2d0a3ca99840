/* What the build finds out, and writes beside the sources before it bundles them: builder/scripts.py. */
type Made = { path: string; bytes: number; sha256: string };

declare module "*/built/files.json" {
  const files: Record<string, Made>;
  export default files;
}
declare module "*/built/workers.json" {
  const workers: Record<"worker" | "loader", Made>;
  export default workers;
}
declare module "*/built/page.json" {
  /** The page's module, and what it imports. */
  const modules: Made[];
  export default modules;
}
declare module "*/built/parts.json" {
  /** A list of what comes later: the parts that the page's module imports when they are needed. */
  const parts: Made;
  export default parts;
}
declare module "*/built/catalogue.json" {
  const catalogue: import("./model/frame.js").Catalogue;
  export default catalogue;
}
declare module "*/built/styles.json" {
  const styles: Made;
  export default styles;
}
declare module "*/built/description.json" {
  const description: import("./model/frame.js").Description;
  export default description;
}
declare module "*/built/facts.json" {
  const facts: any;
  export default facts;
}
declare module "*/built/lock.json" {
  const lock: any;
  export default lock;
}
declare module "*/built/readers.json" {
  const names: Record<string, string[]>;
  export default names;
}
