// Runs TypeScript's own compiler over modules; it is no module itself, but the page's `ts`.

const LIBRARY = '/webjars/typescript/5.9.2/lib/';

/** @param {string} path */
function read(path) {
  const request = new XMLHttpRequest();
  // The compiler asks for files as it goes and cannot wait.
  request.open('GET', path, false);
  request.send();
  return request.status === 200 ? request.responseText : undefined;
}

/**
 * What is wrong with the types of modules, one text a fault.
 * @param {string[]} files paths on the server
 * @param {string} config text of the project's jsconfig.json
 */
export function check(files, config) {
  const { ts } = /** @type {any} */ (window);
  const { options, errors } = ts.convertCompilerOptionsFromJson(JSON.parse(config).compilerOptions, '/');
  /** @type {Map<string, any>} */
  const sources = new Map();
  const host = {
    getSourceFile(/** @type {string} */ path, /** @type {any} */ version) {
      if (!sources.has(path)) {
        const text = read(path);
        sources.set(path, text === undefined ? undefined : ts.createSourceFile(path, text, version));
      }
      return sources.get(path);
    },
    getDefaultLibFileName: () => LIBRARY + 'lib.d.ts',
    getDefaultLibLocation: () => LIBRARY,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (/** @type {string} */ path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => {},
    fileExists: (/** @type {string} */ path) => files.includes(path) || path.startsWith(LIBRARY),
    readFile: read,
  };
  const program = ts.createProgram(files, { ...options, allowJs: true }, host);
  const checked = new Set(program.getSourceFiles().map((/** @type {any} */ file) => file.fileName));
  const missing = files.filter(file => !checked.has(file)).map(file => `${file} was not checked`);
  const found = [...errors, ...ts.getPreEmitDiagnostics(program)];
  return [...missing, ...found.map(one => {
    const place = one.file ? one.file.getLineAndCharacterOfPosition(one.start) : undefined;
    return `${place ? `${one.file.fileName}:${place.line + 1}: ` : ''}${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`;
  })];
}
