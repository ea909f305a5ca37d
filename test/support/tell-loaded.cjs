/** Required before a program: at its end, the files that it loaded, on standard error. */
process.on('exit', () => process.stderr.write(`${Object.keys(require.cache).join('\n')}\n`));
