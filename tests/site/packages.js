/** Has Node find the packages of site/package.json where the build has put them: in .cache. */

import { register } from "node:module";

const hook = `
  const FROM = ${JSON.stringify(new URL("../../.cache/from-here.js", import.meta.url).href)};
  export const resolve = (specifier, context, next) =>
    next(specifier, /^[./]|^\\w+:/.test(specifier) ? context : { ...context, parentURL: FROM });
`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
