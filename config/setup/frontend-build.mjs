// Compiles the styles and gathers scripts, icons and fonts in build/static/casemark. Run by `npm run build`.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compile } from "sass";

const OURS = "audit/frontend";
const GOVUK = "node_modules/govuk-frontend/dist/govuk";
const MOJ = "node_modules/@ministryofjustice/frontend/moj";
const FONTS = "node_modules/@fontsource/source-sans-3/files";
const TARGET = "build/static/casemark";

const filesIn = (folder, pattern) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && pattern.test(entry.name))
        .map((entry) => join(folder, entry.name))
    : [];

// The maps that the packages' scripts point to are not served; Django's hashed file names trip over the pointer.
const copyScript = (path) => {
  const script = readFileSync(path, "utf8").replace(/\/\/# sourceMappingURL=.*\n?$/, "");
  writeFileSync(join(TARGET, basename(path)), script);
};

const copyInto = (folder, paths) => {
  mkdirSync(join(TARGET, folder), { recursive: true });
  for (const path of paths) copyFileSync(path, join(TARGET, folder, basename(path)));
};

// MoJ's styles import GOV.UK's by a path that begins with node_modules, hence the first load path.
// Compiled before anything is removed: after an error the last good build is still there.
const { css } = compile(`${OURS}/casemark.scss`, {
  style: "compressed",
  loadPaths: [".", "node_modules"],
  quietDeps: true,
});

rmSync(TARGET, { recursive: true, force: true });
copyInto("images", [...filesIn(`${MOJ}/assets/images`, /^icon-.*\.svg$/), ...filesIn(`${OURS}/images`, /./)]);
copyInto("fonts", filesIn(FONTS, /-latin-(400-normal|400-italic|600-normal|700-normal)\.woff2$/));
const scripts = [`${GOVUK}/govuk-frontend.min.js`, `${MOJ}/moj-frontend.min.js`, ...filesIn(OURS, /\.js$/)];
scripts.forEach(copyScript);
copyInto(".", filesIn(OURS, /\.css$/));
writeFileSync(join(TARGET, "casemark.css"), css);

const missing = [...css.matchAll(/url\("?\/static\/casemark\/([^")]+)/g)]
  .map((match) => match[1])
  .filter((path) => !existsSync(join(TARGET, path)));
if (missing.length > 0) {
  throw new Error(`casemark.css names files that are not in ${TARGET}: ${missing.join(", ")}`);
}
